import { Loader } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { LinkButton } from '../ui/LinkButton.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import classes from './RouteStates.module.css';

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
