import { Button, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../identity/session.ts';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { sayDone } from '../../ui/useUndo.tsx';
import { LayerHours, withWindows } from './LayerHours.tsx';
import classes from './OnCall.module.css';
import { type Layer, type Schedule, saveSchedule, usePeople } from './queries.ts';

interface Props {
  clientId: string;
  schedule: Schedule | undefined;
  onDone: () => void;
}

interface Values extends Record<string, unknown> {
  name: string;
  timeZone: string;
  layers: Layer[];
}

/** People who take turns. A later layer stands before an earlier one. */
export function ScheduleForm({ clientId, schedule, onDone }: Props) {
  const { t } = useTranslation();
  const { person } = useSession();
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const people = usePeople(clientId, true).data?.items ?? [];
  const today = new Date().toISOString().slice(0, 10);
  const fresh = (number: number): Layer => ({
    name: t('oncall.layerNumber', { number }),
    people: [person.id],
    startsAt: `${today}T09:00`,
    rotation: { every: 1, unit: 'week' },
  });
  const form = useForm<Values>({
    initialValues: {
      name: schedule?.name ?? '',
      timeZone: schedule?.schedule.timeZone ?? 'Europe/Berlin',
      layers: schedule?.schedule.layers ?? [fresh(1)],
    },
    validate: {
      name: (value) => (value.trim() ? null : t('ui.form.required')),
      layers: {
        name: (value) => (value.trim() ? null : t('ui.form.required')),
        people: (value) => (value.length > 0 ? null : t('ui.form.required')),
        startsAt: (value) => (value ? null : t('ui.form.required')),
      },
    },
  });
  const submit = useSubmit({
    form,
    send: ({ name, timeZone, layers }) =>
      saveSchedule(clientId, schedule?.id, { name: name.trim(), schedule: { timeZone, layers } }),
    onDone: () => {
      sayDone(t('ui.form.saved'));
      onDone();
    },
  });
  const { layers } = form.values;
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <TextInput label={t('oncall.name')} required maxLength={100} {...form.getInputProps('name')} />
      <Select
        label={t('quiet.window.timeZone')}
        data={zones}
        searchable
        allowDeselect={false}
        limit={50}
        {...form.getInputProps('timeZone')}
      />
      {layers.map((layer, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: layers have no identity but their place
        <fieldset key={index} className={classes.part}>
          <legend>{layer.name}</legend>
          <TextInput
            label={t('oncall.layer')}
            required
            maxLength={100}
            {...form.getInputProps(`layers.${index}.name`)}
          />
          <MultiSelect
            label={t('oncall.turns')}
            description={t('oncall.turnsHelp')}
            data={people.map(({ id, name }) => ({ value: id, label: name }))}
            searchable
            required
            {...form.getInputProps(`layers.${index}.people`)}
          />
          <TextInput
            type="datetime-local"
            label={t('oncall.first')}
            description={t('oncall.firstHelp')}
            required
            {...form.getInputProps(`layers.${index}.startsAt`)}
          />
          <div className={layout.pair}>
            <NumberInput
              label={t('oncall.every')}
              min={1}
              max={744}
              {...form.getInputProps(`layers.${index}.rotation.every`)}
            />
            <Select
              label={t('oncall.unit')}
              data={(['hour', 'day', 'week'] as const).map((value) => ({
                value,
                label: t(`oncall.units.${value}`),
              }))}
              allowDeselect={false}
              {...form.getInputProps(`layers.${index}.rotation.unit`)}
            />
          </div>
          <LayerHours
            windows={layer.windows ?? []}
            onChange={(windows) => form.setFieldValue(`layers.${index}`, withWindows(layer, windows))}
          />
          {layers.length > 1 && (
            <div className={layout.row}>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => form.removeListItem('layers', index)}
              >
                {t('oncall.removeLayer', { name: layer.name })}
              </Button>
            </div>
          )}
        </fieldset>
      ))}
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('ui.form.save')}
        </Button>
        <Button
          variant="default"
          onClick={() => form.insertListItem('layers', fresh(form.values.layers.length + 1))}
        >
          {t('oncall.addLayer')}
        </Button>
      </div>
    </form>
  );
}
