import { useMediaQuery } from '@mantine/hooks';

/** Whether there is room for one column only: a phone, or a desktop at 400 % (WCAG 1.4.10). */
export function useIsPhone(): boolean {
  return useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false }) ?? false;
}
