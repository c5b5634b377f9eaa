import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, call } from '../api/client.ts';
import type { Body } from '../api/types.ts';
import type { AssetPlace } from '../fleet/queries.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Notice } from '../ui/Notice.tsx';
import type { Rule } from './rules.ts';

const DAYS = 30;

interface Props {
  place: AssetPlace;
  /** The check that is there, or the values that a new one is to judge. */
  what: Omit<Body<'/api/v1/clients/{clientId}/assets/{assetId}/rule-simulation', 'post'>, 'rule' | 'days'>;
  /** The rule as it stands in the form. */
  rule: () => Rule;
}

/** "Would have fired n times in 30 days", before a rule is saved. */
export function Simulation({ place, what, rule }: Props) {
  const { t } = useTranslation();
  const simulation = useMutation({
    mutationFn: () =>
      call(
        api.POST('/api/v1/clients/{clientId}/assets/{assetId}/rule-simulation', {
          params: { path: { clientId: place.clientId, assetId: place.assetId } },
          body: { rule: rule(), ...what, days: DAYS },
        }),
      ),
  });
  const { data } = simulation;
  const observations = data?.instances.reduce((sum, each) => sum + each.observations, 0) ?? 0;
  const count = data?.instances.reduce((sum, each) => sum + each.count, 0) ?? 0;
  return (
    <>
      <div>
        <Button
          size="compact-sm"
          variant="default"
          loading={simulation.isPending}
          onClick={() => simulation.mutate()}
        >
          {t('quiet.simulation.ask')}
        </Button>
      </div>
      {simulation.isError && <ErrorState error={simulation.error} />}
      {data && observations === 0 && (
        <Notice state="unknown" role="status" title={t('quiet.simulation.nothing')} />
      )}
      {data && observations > 0 && (
        <Notice state="info" role="status" title={t('quiet.simulation.fired', { count, days: DAYS })}>
          {data.actual !== null && t('quiet.simulation.actual', { count: data.actual })}
        </Notice>
      )}
    </>
  );
}
