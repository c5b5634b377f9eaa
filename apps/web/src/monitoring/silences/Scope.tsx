import { MultiSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoadedItems } from '../../api/query.ts';
import { useAssets, useSites } from '../../fleet/queries.ts';
import layout from '../../ui/Layout.module.css';
import type { Matcher } from './queries.ts';

/** Which sites and systems are meant, as a form keeps them; nothing chosen is everything. */
export interface Scope {
  siteIds: string[];
  assetIds: string[];
}

export const scopeOf = (matcher: Matcher | undefined): Scope => ({
  siteIds: matcher?.siteIds ?? [],
  assetIds: matcher?.assetIds ?? [],
});

/** What a form's scope becomes; parts of `before` that the form does not show are kept. */
export const matcherOf = ({ siteIds, assetIds }: Scope, before: Matcher = {}): Matcher => {
  const { siteIds: _sites, assetIds: _assets, ...rest } = before;
  return {
    ...rest,
    ...(siteIds.length > 0 ? { siteIds } : {}),
    ...(assetIds.length > 0 ? { assetIds } : {}),
  };
};

const named = (items: readonly { id: string; name: string }[]) =>
  items.map(({ id, name }) => ({ value: id, label: name }));

interface FieldsProps {
  clientId: string;
  value: Scope;
  onChange: (scope: Scope) => void;
}

export function ScopeFields({ clientId, value, onChange }: FieldsProps): ReactNode {
  const { t } = useTranslation();
  const sites = useSites(clientId).data?.items ?? [];
  const assets = useLoadedItems(useAssets({ client: clientId }));
  return (
    <div className={layout.pair}>
      <MultiSelect
        label={t('quiet.scope.sites')}
        placeholder={value.siteIds.length === 0 ? t('quiet.scope.all') : undefined}
        data={named(sites)}
        searchable
        value={value.siteIds}
        onChange={(siteIds) => onChange({ ...value, siteIds })}
      />
      <MultiSelect
        label={t('quiet.scope.systems')}
        placeholder={value.assetIds.length === 0 ? t('quiet.scope.all') : undefined}
        data={named(assets)}
        searchable
        limit={50}
        value={value.assetIds}
        onChange={(assetIds) => onChange({ ...value, assetIds })}
      />
    </div>
  );
}

/** Names what a matcher is about: "Werk Augsburg, srv-erp-01, 1 check". */
export function ScopeText({ clientId, matcher }: { clientId: string; matcher: Matcher }): ReactNode {
  const { t } = useTranslation();
  const sites = useSites(clientId).data?.items ?? [];
  const assets = useLoadedItems(useAssets({ client: clientId }));
  const names = (ids: readonly string[] | undefined, all: readonly { id: string; name: string }[]) =>
    (ids ?? []).map((id) => all.find((each) => each.id === id)?.name ?? t('quiet.scope.unknown'));
  const checks = matcher.checkIds?.length ?? 0;
  const parts = [
    ...names(matcher.siteIds, sites),
    ...names(matcher.assetIds, assets),
    ...(checks > 0 ? [t('quiet.scope.checks', { count: checks })] : []),
    ...(matcher.kinds ?? []),
    ...(matcher.severities ?? []).map((severity) => t(`ui.state.${severity}`)),
  ];
  return parts.length > 0 ? parts.join(', ') : t('quiet.scope.everything');
}
