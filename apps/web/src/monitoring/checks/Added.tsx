import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import type { AssetPlace } from '../../fleet/queries.ts';
import layout from '../../ui/Layout.module.css';
import { Notice } from '../../ui/Notice.tsx';
import { useFormat } from '../../ui/useFormat.ts';
import { useFindingText } from '../finding.ts';
import { type Check, useChecks } from '../queries.ts';
import { ruleText } from '../rules.ts';
import { refreshChecks } from './kinds.ts';

/** The live stream tells of a result; this helps where it is down. */
const ASK_AGAIN_MS = 3000;

interface Props {
  place: AssetPlace;
  checkId: string;
  onRule: (check: Check) => void;
  onDone: () => void;
}

/** A new check with its first result as soon as there is one, and the way on to its rule. */
export function Added({ place, checkId, onRule, onDone }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const finding = useFindingText();
  const check = useChecks(place).data?.items.find(({ id }) => id === checkId);
  const first = check?.states[0];
  const waits = check !== undefined && first === undefined;
  useEffect(() => {
    if (!waits) return undefined;
    const timer = setInterval(() => void refreshChecks(place), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [waits, place]);
  if (!check) return <RoutePending />;
  return (
    <div className={layout.stack}>
      <Notice state={first?.status ?? 'info'} role="status" title={t('monitoring.check.added')}>
        {first ? finding({ ...first, kind: check.kind, instance: first.instance }) : t('checks.waiting')}
      </Notice>
      <p>{t('checks.ruleNow', { rule: ruleText(t, format, check.kind, check.rule) })}</p>
      <div className={layout.row}>
        <Button onClick={onDone}>{t('checks.done')}</Button>
        <Button variant="default" onClick={() => onRule(check)}>
          {t('checks.toRule')}
        </Button>
      </div>
    </div>
  );
}
