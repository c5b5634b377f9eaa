import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoadedItems } from '../../api/query.ts';
import { readInventory } from '../../fleet/inventory.ts';
import { type AssetPlace, useAsset, useAssets, useInventory, useSites } from '../../fleet/queries.ts';
import { kindWord, useCheckName } from '../finding.ts';
import { useChecks, useLatest } from '../queries.ts';
import type { Known } from './FormContext.tsx';
import { useCheckKinds } from './kinds.ts';
import { addressesOf, namesIn } from './suggested.ts';

/** What the system and its client have, for fields that name one of them. */
export function useKnown(place: AssetPlace): Known {
  const { t } = useTranslation();
  const checkName = useCheckName();
  const inventory = useInventory(place).data;
  const asset = useAsset(place).data;
  const checks = useChecks(place).data?.items;
  const latest = useLatest(place).data?.items;
  const sites = useSites(place.clientId).data?.items;
  const systems = useLoadedItems(useAssets({ client: place.clientId }));
  const kinds = useCheckKinds().data?.items;
  return useMemo(() => {
    const sections = readInventory(inventory);
    const { services, processes } = namesIn(sections);
    return {
      texts: {
        'service/service': services,
        'process/name': processes,
        'trend/metric': unique((latest ?? []).map(({ metric }) => metric)),
        '*/host': addressesOf(asset?.address, sections),
      },
      choices: {
        'trend/checkId': (checks ?? [])
          .filter(({ runsOn }) => runsOn !== 'samples')
          .map(({ id, kind, name }) => ({ value: id, label: checkName(kind, name) })),
        'group/kind': (kinds ?? [])
          .filter(({ kind }) => kind !== 'group')
          .map(({ kind }) => ({ value: kind, label: kindWord(t, kind) ?? kind }))
          .sort((a, b) => a.label.localeCompare(b.label)),
        'group/siteId': (sites ?? []).map(({ id, name }) => ({ value: id, label: name })),
        'group/assetIds': systems.map(({ id, name }) => ({ value: id, label: name })),
      },
    };
  }, [inventory, asset, checks, latest, sites, systems, kinds, checkName, t]);
}

const unique = (texts: string[]): string[] => [...new Set(texts)];
