import { Button } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import { readInventory } from '../../fleet/inventory.ts';
import { type AssetPlace, useInventory } from '../../fleet/queries.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { IconChevronLeft } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { kindWord } from '../finding.ts';
import { HeartbeatAddress } from '../heartbeat/Heartbeat.tsx';
import { type MadeHeartbeat, makeHeartbeat } from '../heartbeat/queries.ts';
import { type Check, useChecks } from '../queries.ts';
import { Added } from './Added.tsx';
import { CheckForm } from './CheckForm.tsx';
import { KindPicker } from './KindPicker.tsx';
import type { KindName } from './kinds.ts';
import { addressesOf, suggestedChecks } from './suggested.ts';
import { useFormParts } from './useFormParts.ts';

interface Props {
  place: AssetPlace;
  /** Goes on to the rule of the new check. */
  onRule: (check: Check) => void;
  onDone: () => void;
}

/** First what is checked, then its settings, then what was found. */
export function AddCheck({ place, onRule, onDone }: Props) {
  const { t } = useTranslation();
  const parts = useFormParts(place);
  const inventory = useInventory(place);
  const present = useChecks(place).data?.items;
  const [picked, setPicked] = useState<{ kind: KindName; config: Record<string, unknown> }>();
  const [added, setAdded] = useState<string>();
  const [made, setMade] = useState<MadeHeartbeat>();
  const sections = useMemo(() => readInventory(inventory.data), [inventory.data]);
  const host = addressesOf(parts.asset?.address, sections)[0];
  const suggested = useMemo(() => suggestedChecks(sections, host, present ?? []), [sections, host, present]);
  const pick = useCallback(
    (kind: KindName, config: Record<string, unknown> = {}) => setPicked({ kind, config }),
    [],
  );
  if (parts.error) return <ErrorState error={parts.error} retry={parts.retry} />;
  if (!parts.ready || inventory.isPending) return <RoutePending />;
  if (made) return <HeartbeatAddress made={made} kept={onDone} />;
  const { kinds, words } = parts;
  if (added) return <Added place={place} checkId={added} onRule={onRule} onDone={onDone} />;
  const kind = kinds.find((each) => each.kind === picked?.kind);
  if (!kind || !picked)
    return <KindPicker kinds={kinds} words={words} suggested={suggested} onPick={pick} onClose={onDone} />;
  return (
    <div className={layout.tight}>
      <div>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconChevronLeft size={14} stroke={1.75} />}
          onClick={() => setPicked(undefined)}
        >
          {t('checks.back')}
        </Button>
      </div>
      <h3>{kindWord(t, kind.kind) ?? kind.kind}</h3>
      <CheckForm
        place={place}
        kind={kind}
        words={words}
        known={parts.known}
        places={parts.placesOf(kind)}
        systems={parts.systems}
        preset={{ ...startOf(kind.kind, host), ...picked.config }}
        onDone={async (id) => {
          if (kind.kind === 'heartbeat') setMade(await makeHeartbeat(place, id));
          else setAdded(id);
        }}
      />
    </div>
  );
}

/** What is likely meant, beyond the server's defaults. */
function startOf(kind: KindName, host: string | undefined): Record<string, unknown> {
  if (kind === 'heartbeat') return { type: 'every', periodSeconds: 86_400, graceSeconds: 3600 };
  if (kind === 'backup-restic') return {};
  return host ? { host } : {};
}
