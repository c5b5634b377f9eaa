import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { sayDone, useUndo } from '../../ui/useUndo.tsx';
import { changeAsset } from '../commands.ts';
import { type Asset, useSites } from '../queries.ts';
import { ASSET_KINDS, IMPORTANCES } from '../words.ts';

/** What people decide about a system; everything else comes from its agent. */
export function AssetSettings({ asset }: { asset: Asset }) {
  const { t } = useTranslation();
  const undo = useUndo();
  const sites = useSites(asset.clientId).data?.items ?? [];
  const place = { clientId: asset.clientId, assetId: asset.id };
  const form = useForm({
    initialValues: {
      name: asset.name,
      kind: asset.kind,
      importance: asset.importance,
      siteId: asset.siteId,
      description: asset.description,
    },
    validate: { name: (value) => (value.trim() ? null : t('ui.form.required')) },
  });
  const submit = useSubmit({
    form,
    send: (values) => changeAsset(place, values),
    onDone: () => sayDone(t('ui.form.saved')),
  });
  const setArchived = (archived: boolean) => changeAsset(place, { archived });
  const toggleArchive = () => {
    const archived = asset.archivedAt === null;
    setArchived(archived).then(
      () =>
        undo.done({
          message: archived
            ? t('fleet.asset.archivedNow', { name: asset.name })
            : t('fleet.asset.restoredNow', { name: asset.name }),
          undo: () => setArchived(!archived),
        }),
      undo.showError,
    );
  };
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <TextInput label={t('fleet.asset.name')} required maxLength={255} {...form.getInputProps('name')} />
      <div className={layout.pair}>
        <Select
          label={t('fleet.asset.kind')}
          data={ASSET_KINDS.map((value) => ({ value, label: t(`fleet.kind.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('kind')}
        />
        <Select
          label={t('fleet.asset.importance')}
          description={t('fleet.asset.importanceHelp')}
          data={IMPORTANCES.map((value) => ({ value, label: t(`fleet.importance.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('importance')}
        />
      </div>
      <Select
        label={t('fleet.site.one')}
        data={sites.map((site) => ({ value: site.id, label: site.name }))}
        allowDeselect={false}
        {...form.getInputProps('siteId')}
      />
      <Textarea
        label={t('fleet.asset.description')}
        description={t('fleet.asset.descriptionHelp')}
        autosize
        minRows={4}
        maxLength={10_000}
        {...form.getInputProps('description')}
      />
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('ui.form.save')}
        </Button>
        <Button variant="default" onClick={toggleArchive}>
          {asset.archivedAt ? t('fleet.asset.restore') : t('fleet.asset.archive')}
        </Button>
      </div>
    </form>
  );
}
