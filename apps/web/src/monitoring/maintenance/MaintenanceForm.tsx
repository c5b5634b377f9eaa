import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSites } from '../../fleet/queries.ts';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { sayDone } from '../../ui/useUndo.tsx';
import { matcherOf, type Scope, ScopeFields, scopeOf } from '../silences/Scope.tsx';
import { addMaintenance, changeMaintenance, type Maintenance } from './queries.ts';
import { Weekdays } from './Weekdays.tsx';
import { NTH, RECURRENCES, type Recurrence, WEEKDAYS, type Weekday } from './windows.ts';

interface Props {
  clientId: string;
  maintenance: Maintenance | undefined;
  onDone: () => void;
}

interface Values extends Record<string, unknown> {
  name: string;
  reason: string;
  scope: Scope;
  kind: Recurrence['kind'];
  date: string;
  weekdays: Weekday[];
  nth: string;
  weekday: Weekday;
  day: number;
  from: string;
  until: string;
  timeZone: string;
}

/** A window of wall-clock time in a zone; it stays at its hour when the clocks change. */
export function MaintenanceForm({ clientId, maintenance, onDone }: Props) {
  const { t } = useTranslation();
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const site = useSites(clientId).data?.items[0];
  const form = useForm<Values>({
    initialValues: initial(maintenance, site?.timeZone ?? 'Europe/Berlin'),
    validate: {
      name: (value) => (value.trim() ? null : t('ui.form.required')),
      date: (value, { kind }) => (kind !== 'once' || value ? null : t('ui.form.required')),
      weekdays: (value, { kind }) => (kind !== 'weekly' || value.length > 0 ? null : t('ui.form.required')),
      from: (value) => (value ? null : t('ui.form.required')),
      until: (value) => (value ? null : t('ui.form.required')),
    },
  });
  const submit = useSubmit({
    form,
    send: async (values) => {
      const body = {
        name: values.name.trim(),
        reason: values.reason.trim(),
        matcher: matcherOf(values.scope, maintenance?.matcher),
        window: {
          ...unshown(maintenance?.window, values),
          recurrence: recurrenceOf(values),
          from: values.from,
          until: values.until,
          timeZone: values.timeZone,
        },
      };
      await (maintenance
        ? changeMaintenance(clientId, maintenance.id, body)
        : addMaintenance(clientId, { ...body, enabled: true }));
    },
    onDone: () => {
      sayDone(t('ui.form.saved'));
      onDone();
    },
  });
  const { kind } = form.values;
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <TextInput
        label={t('quiet.window.name')}
        placeholder={t('quiet.window.namePlaceholder')}
        required
        maxLength={100}
        {...form.getInputProps('name')}
      />
      <ScopeFields
        clientId={clientId}
        value={form.values.scope}
        onChange={(scope) => form.setFieldValue('scope', scope)}
      />
      <Select
        label={t('quiet.window.repeat')}
        data={RECURRENCES.map((value) => ({ value, label: t(`quiet.window.kinds.${value}`) }))}
        allowDeselect={false}
        {...form.getInputProps('kind')}
      />
      {kind === 'once' && (
        <TextInput type="date" label={t('quiet.window.date')} required {...form.getInputProps('date')} />
      )}
      {kind === 'weekly' && (
        <Weekdays
          value={form.values.weekdays}
          onChange={(days) => form.setFieldValue('weekdays', days)}
          error={form.errors.weekdays}
        />
      )}
      {kind === 'monthly' && (
        <div className={layout.pair}>
          <Select
            label={t('quiet.window.nth')}
            data={NTH.map((nth) => ({ value: String(nth), label: t(`quiet.nth.${nth}`) }))}
            allowDeselect={false}
            {...form.getInputProps('nth')}
          />
          <Select
            label={t('quiet.window.weekday')}
            data={WEEKDAYS.map((value) => ({ value, label: t(`quiet.weekday.${value}`) }))}
            allowDeselect={false}
            {...form.getInputProps('weekday')}
          />
        </div>
      )}
      {kind === 'month-day' && (
        <NumberInput
          label={t('quiet.window.day')}
          description={t('quiet.window.dayHelp')}
          min={-1}
          max={31}
          {...form.getInputProps('day')}
        />
      )}
      <div className={layout.pair}>
        <TextInput type="time" label={t('quiet.window.from')} required {...form.getInputProps('from')} />
        <TextInput
          type="time"
          label={t('quiet.window.until')}
          description={t('quiet.window.untilHelp')}
          required
          {...form.getInputProps('until')}
        />
      </div>
      <Select
        label={t('quiet.window.timeZone')}
        data={zones}
        searchable
        allowDeselect={false}
        limit={50}
        {...form.getInputProps('timeZone')}
      />
      <TextInput label={t('quiet.reason')} maxLength={2000} {...form.getInputProps('reason')} />
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('ui.form.save')}
        </Button>
      </div>
    </form>
  );
}

function initial(maintenance: Maintenance | undefined, timeZone: string): Values {
  const window = maintenance?.window;
  const recurrence: Recurrence = window?.recurrence ?? { kind: 'weekly', weekdays: ['sunday'] };
  return {
    name: maintenance?.name ?? '',
    reason: maintenance?.reason ?? '',
    scope: scopeOf(maintenance?.matcher),
    kind: recurrence.kind,
    date: recurrence.kind === 'once' ? recurrence.date : '',
    weekdays: recurrence.kind === 'weekly' ? recurrence.weekdays : [],
    nth: recurrence.kind === 'monthly' ? String(recurrence.nth) : '2',
    weekday: recurrence.kind === 'monthly' ? recurrence.weekday : 'tuesday',
    day: recurrence.kind === 'month-day' ? recurrence.day : 1,
    from: window?.from ?? '22:00',
    until: window?.until ?? '04:00',
    timeZone: window?.timeZone ?? timeZone,
  };
}

function recurrenceOf({ kind, date, weekdays, nth, weekday, day }: Values): Recurrence {
  switch (kind) {
    case 'once':
      return { kind, date };
    case 'daily':
      return { kind };
    case 'weekly':
      return { kind, weekdays };
    case 'monthly':
      return { kind, nth: NTH.find((each) => String(each) === nth) ?? 1, weekday };
    case 'month-day':
      return { kind, day };
  }
}

/** What a window has that the form does not show; its length in days only as long as its times stay. */
function unshown(window: Maintenance['window'] | undefined, { from, until }: Values) {
  if (!window) return {};
  const { startsOn, endsOn, untilDays } = window;
  const sameTimes = window.from === from && window.until === until;
  return {
    ...(startsOn === undefined ? {} : { startsOn }),
    ...(endsOn === undefined ? {} : { endsOn }),
    ...(untilDays === undefined || !sameTimes ? {} : { untilDays }),
  };
}
