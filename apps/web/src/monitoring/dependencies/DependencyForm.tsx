import { Button, Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useLoadedItems } from '../../api/query.ts';
import { type Asset, useAssets, useSites } from '../../fleet/queries.ts';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { sayDone } from '../../ui/useUndo.tsx';
import { useChecks } from '../queries.ts';
import { addDependency, type DependencyInput } from './queries.ts';

/** `up`: what this system depends on. `down`: what depends on it. */
export type Direction = 'up' | 'down';

interface Values extends Record<string, unknown> {
  /** The system at the other end. */
  other: string | null;
  /** `down` only: a whole site instead of one system. */
  site: string | null;
  /** `up`: a check of this system, `down`: the check of this system that has to fail. */
  check: string | null;
}

interface Props {
  asset: Asset;
  direction: Direction;
  onDone: () => void;
}

export function DependencyForm({ asset, direction, onDone }: Props) {
  const { t } = useTranslation();
  const place = { clientId: asset.clientId, assetId: asset.id };
  const systems = useLoadedItems(useAssets({ client: asset.clientId })).filter(({ id }) => id !== asset.id);
  const sites = useSites(asset.clientId).data?.items ?? [];
  const checks = useChecks(place).data?.items ?? [];
  const form = useForm<Values>({
    initialValues: { other: null, site: null, check: null },
    validate: {
      other: (value, { site }) => (value || site ? null : t('ui.form.required')),
    },
  });
  const submit = useSubmit({
    form,
    send: (values) => addDependency(asset.clientId, toInput(asset.id, direction, values)),
    onDone: () => {
      sayDone(t('map.added'));
      onDone();
    },
    fieldOfCode: { RA_DEPENDENCY_CYCLE: 'other', RA_DEPENDENCY_INVALID: 'other' },
  });
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      {direction === 'down' && (
        <Select
          label={t('map.form.site')}
          description={t('map.form.siteHelp')}
          data={sites.map(({ id, name }) => ({ value: id, label: name }))}
          clearable
          {...form.getInputProps('site')}
        />
      )}
      {!form.values.site && (
        <Select
          label={t(direction === 'up' ? 'map.form.parent' : 'map.form.child')}
          data={systems.map(({ id, name }) => ({ value: id, label: name }))}
          searchable
          limit={50}
          required
          nothingFoundMessage={t('map.form.nothing')}
          {...form.getInputProps('other')}
        />
      )}
      {checks.length > 0 && (
        <Select
          label={t(direction === 'up' ? 'map.form.ownCheck' : 'map.form.parentCheck')}
          description={t(direction === 'up' ? 'map.form.ownCheckHelp' : 'map.form.parentCheckHelp')}
          placeholder={t(direction === 'up' ? 'map.form.wholeSystem' : 'map.form.anyCheck')}
          data={checks.map(({ id, name }) => ({ value: id, label: name }))}
          searchable
          clearable
          {...form.getInputProps('check')}
        />
      )}
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('map.add')}
        </Button>
      </div>
    </form>
  );
}

function toInput(own: string, direction: Direction, { other, site, check }: Values): DependencyInput {
  if (direction === 'up')
    return { ...(check ? { checkId: check } : { assetId: own }), parentAssetId: other! };
  return {
    ...(site ? { siteId: site } : { assetId: other! }),
    parentAssetId: own,
    ...(check ? { parentCheckId: check } : {}),
  };
}
