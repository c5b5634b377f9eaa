import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  /** What is listed. */
  label: string;
  className?: string | undefined;
  children: ReactNode;
}

/** A part that scrolls by itself; named, and reachable by keyboard (WCAG 2.1.1). */
export function ScrollRegion({ label, className, children }: Props) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the arrow keys could not scroll it
    <section tabIndex={0} aria-label={t('ui.scroll', { label })} className={className}>
      {children}
    </section>
  );
}
