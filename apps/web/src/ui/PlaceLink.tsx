import { useLinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ListSearch } from './table/search.ts';

interface Props {
  /** Path inside the console; `.` for this page. */
  to: string;
  search?: ListSearch;
  /** Whether this is where one is; the router's own guess knows paths only. */
  current: boolean;
  className?: string | undefined;
  /** Replaces the address and keeps the place on the page: parts of one page. */
  part?: boolean;
  children: ReactNode;
}

/** A link of a navigation, with exactly one of them as the current place. */
export function PlaceLink({ to, search, current, className, part = false, children }: Props) {
  const props = useLinkProps({
    to,
    ...(search ? { search: search as never } : {}),
    replace: part,
    resetScroll: !part,
  });
  return (
    <a {...props} className={className} aria-current={current ? 'page' : undefined}>
      {children}
    </a>
  );
}
