import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../../api/errors.ts';
import type { State } from '../../app/tokens.ts';
import type { AssetPlace } from '../../fleet/queries.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useFindingText } from '../finding.ts';
import { type KindName, type TrialResult, tryCheck } from './kinds.ts';

const STATE: Record<TrialResult['status'], State> = {
  ok: 'ok',
  warning: 'warning',
  failed: 'critical',
  unknown: 'unknown',
};

interface Props {
  place: AssetPlace;
  kind: KindName;
  checkId: string | undefined;
  /** The settings as they stand in the form; undefined while something is missing there. */
  config: () => Record<string, unknown> | undefined;
  /** Shows at the fields what the server says about them. @returns whether it was about one */
  onRefused: (error: ApiError) => boolean;
}

/** Runs the check once from the server and tells what it found, before anything is saved. */
export function Trial({ place, kind, checkId, config, onRefused }: Props) {
  const { t } = useTranslation();
  const finding = useFindingText();
  const trial = useMutation<TrialResult | undefined, ApiError>({
    mutationFn: async () => {
      const settings = config();
      return settings && tryCheck(place, { kind, config: settings, ...(checkId ? { checkId } : {}) });
    },
  });
  const [atField, setAtField] = useState(false);
  const { data, error } = trial;
  return (
    <>
      <div>
        <Button
          size="compact-md"
          variant="default"
          loading={trial.isPending}
          onClick={() => trial.mutate(undefined, { onError: (thrown) => setAtField(onRefused(thrown)) })}
        >
          {t('checks.trial.now')}
        </Button>
      </div>
      {error && !atField && <ErrorState error={error} />}
      {data && (
        <Notice state={STATE[data.status]} role="status" title={t(`checks.trial.${data.status}`)}>
          {finding({ ...data, kind, instance: '' })}
        </Notice>
      )}
    </>
  );
}
