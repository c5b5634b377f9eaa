import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { type ListSearch, validateListSearch } from './search.ts';

export interface ListState {
  search: ListSearch;
  /** Changes single values; the address is replaced, so that "back" leaves the list. */
  patch(values: ListSearch): void;
  /** Replaces everything. */
  replace(search: ListSearch): void;
}

/** State of the list on this page, kept in the address. */
export function useListSearch(): ListState {
  const search = useSearch({ strict: false, select: validateListSearch });
  const navigate = useNavigate();
  const replace = useCallback(
    (next: ListSearch) =>
      void navigate({ to: '.', search: next as never, replace: true, resetScroll: false }),
    [navigate],
  );
  const patch = useCallback(
    (values: ListSearch) =>
      void navigate({
        to: '.',
        search: ((before: object) => ({ ...before, ...values })) as never,
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  return { search, patch, replace };
}
