import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type ApiError, toApiError, UNREACHABLE } from '../api/errors.ts';
import { useLive } from '../live/LiveProvider.tsx';
import classes from './ErrorState.module.css';
import { useErrorText } from './errorText.ts';
import { Notice } from './Notice.tsx';
import { AbsoluteTime } from './RelativeTime.tsx';

interface Props {
  error: unknown;
  /** What the person wanted: "Tickets could not be loaded." A general sentence when missing. */
  title?: string;
  /** What is safe: "Your text is still here." */
  kept?: string;
  retry?: (() => unknown) | undefined;
}

/** What happened, what was kept, what to do; with the number of the request for a question to support. */
export function ErrorState({ error, title, kept, retry }: Props) {
  const { t } = useTranslation();
  const text = useErrorText();
  const known: ApiError = toApiError(error);
  const { what, remedy } = text(known);
  return (
    <Notice
      state={known.code === UNREACHABLE ? 'unknown' : 'critical'}
      role="alert"
      title={title ?? what}
      actions={
        retry && (
          <Button size="xs" variant="default" onClick={() => void retry()}>
            {t('ui.error.retry')}
          </Button>
        )
      }
    >
      {title && <p className={classes.line}>{what}</p>}
      {kept && <p className={classes.line}>{kept}</p>}
      {remedy && <p className={classes.line}>{remedy}</p>}
      <p className={classes.trace}>
        <code>{known.code}</code>
        {known.requestId && (
          <>
            {' · '}
            {t('ui.error.request')} <code>{known.requestId}</code>
          </>
        )}
      </p>
    </Notice>
  );
}

/**
 * Above data that could not be renewed: the old answer stays readable and says how old it is. While the whole console
 * is cut off, its banner says that for every part, and the parts say nothing.
 */
export function StaleNotice({ since, retry }: { since: Date; retry: () => unknown }) {
  const { t } = useTranslation();
  if (useLive().status === 'down') return null;
  return (
    <Notice
      state="unknown"
      role="status"
      title={t('ui.error.stale')}
      actions={
        <Button size="xs" variant="default" onClick={() => void retry()}>
          {t('ui.error.retry')}
        </Button>
      }
    >
      {t('ui.error.asOf')} <AbsoluteTime at={since.toISOString()} />
    </Notice>
  );
}
