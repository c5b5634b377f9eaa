import { Button, type ButtonProps } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ListSearch } from './table/search.ts';

interface Props extends Omit<ButtonProps, 'component'> {
  /** Path inside the console. */
  to: string;
  search?: ListSearch;
  children: ReactNode;
}

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function LinkButton({ to, search, ...props }: Props) {
  return <Button {...props} renderRoot={(root) => <Link to={to} search={search as never} {...root} />} />;
}
