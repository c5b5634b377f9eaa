import { Loader } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { toApiError, UNREACHABLE } from '../api/errors.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { LinkButton } from '../ui/LinkButton.tsx';
import { serverAnswers } from '../ui/loadCode.ts';
import { PageHeader } from '../ui/PageHeader.tsx';
import classes from './RouteStates.module.css';

/** How often a page that could not be shown looks whether the server is back. */
const LOOK_MS = 2_000;

export function RoutePending() {
  const { t } = useTranslation();
  return (
    <div className={classes.center} role="status">
      <Loader size="sm" type="dots" aria-hidden="true" />
      <span>{t('app.loading')}</span>
    </div>
  );
}

export function RouteError({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const router = useRouter();
  const unreachable = toApiError(error).code === UNREACHABLE;
  useEffect(() => {
    if (!unreachable) return;
    // Nobody should have to press a button because the server was started again.
    const timer = setInterval(() => {
      void serverAnswers().then((there) => (there ? router.invalidate() : undefined));
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [unreachable, router]);
  return (
    <div className={classes.page}>
      <ErrorState error={error} title={t('app.pageFailed')} retry={() => router.invalidate()} />
    </div>
  );
}

export function RouteNotFound() {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <PageHeader title={t('app.notFound.title')} />
      <EmptyState
        title={t('app.notFound.what')}
        action={
          <LinkButton to="/" variant="default">
            {t('app.notFound.home')}
          </LinkButton>
        }
      >
        {t('app.notFound.why')}
      </EmptyState>
    </div>
  );
}
