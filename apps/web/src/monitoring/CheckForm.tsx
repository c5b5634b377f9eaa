import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { AssetPlace } from '../fleet/queries.ts';
import { FormError, useSubmit } from '../ui/forms.tsx';
import layout from '../ui/Layout.module.css';
import { sayDone } from '../ui/useUndo.tsx';
import { addCheck, type CheckInput } from './queries.ts';

/** Kinds that people add; the others come with every system. */
const KINDS = ['service', 'process', 'http', 'tcp', 'tls'] as const;
type Kind = (typeof KINDS)[number];

interface Values extends Record<string, unknown> {
  kind: Kind;
  service: string;
  process: string;
  url: string;
  status: string;
  contains: string;
  host: string;
  port: number;
  runsOn: 'server' | 'agent';
  intervalSeconds: number;
}

const DEFAULT_SECONDS: Record<Kind, number> = { service: 10, process: 10, http: 30, tcp: 30, tls: 3600 };

/** What is tested, from where, how often. */
export function CheckForm({ place, onDone }: { place: AssetPlace; onDone: () => void }) {
  const { t } = useTranslation();
  const required = (value: string) => (value.trim() ? null : t('ui.form.required'));
  const form = useForm<Values>({
    initialValues: {
      kind: 'service',
      service: '',
      process: '',
      url: 'https://',
      status: '200-299',
      contains: '',
      host: '',
      port: 443,
      runsOn: 'agent',
      intervalSeconds: DEFAULT_SECONDS.service,
    },
    validate: {
      service: (value, { kind }) => (kind === 'service' ? required(value) : null),
      process: (value, { kind }) => (kind === 'process' ? required(value) : null),
      url: (value, { kind }) =>
        kind !== 'http' || /^https?:\/\/[^/\s]+/.test(value) ? null : t('monitoring.check.urlRule'),
      status: (value, { kind }) =>
        kind !== 'http' || /^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/.test(value)
          ? null
          : t('monitoring.check.statusRule'),
      host: (value, { kind }) => (kind === 'tcp' || kind === 'tls' ? required(value) : null),
    },
  });
  const submit = useSubmit({
    form,
    send: (values) => addCheck(place, inputOf(values)),
    onDone: () => {
      sayDone(t('monitoring.check.added'));
      onDone();
    },
  });
  const { kind } = form.values;
  const remote = kind === 'http' || kind === 'tcp' || kind === 'tls';
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <Select
        label={t('monitoring.check.kind')}
        data={KINDS.map((value) => ({ value, label: t(`monitoring.kind.${value}`) }))}
        allowDeselect={false}
        {...form.getInputProps('kind')}
        onChange={(value) => {
          if (!value) return;
          form.setFieldValue('kind', value as Kind);
          form.setFieldValue('intervalSeconds', DEFAULT_SECONDS[value as Kind]);
        }}
      />
      {kind === 'service' && (
        <TextInput
          label={t('monitoring.check.service')}
          description={t('monitoring.check.serviceHelp')}
          placeholder="nginx"
          required
          {...form.getInputProps('service')}
        />
      )}
      {kind === 'process' && (
        <TextInput
          label={t('monitoring.check.process')}
          description={t('monitoring.check.processHelp')}
          required
          {...form.getInputProps('process')}
        />
      )}
      {kind === 'http' && (
        <>
          <TextInput label={t('monitoring.check.url')} type="url" required {...form.getInputProps('url')} />
          <div className={layout.pair}>
            <TextInput
              label={t('monitoring.check.statusCodes')}
              description={t('monitoring.check.statusHelp')}
              {...form.getInputProps('status')}
            />
            <TextInput
              label={t('monitoring.check.contains')}
              description={t('monitoring.check.containsHelp')}
              {...form.getInputProps('contains')}
            />
          </div>
        </>
      )}
      {(kind === 'tcp' || kind === 'tls') && (
        <div className={layout.pair}>
          <TextInput label={t('monitoring.check.host')} required {...form.getInputProps('host')} />
          <NumberInput
            label={t('monitoring.check.port')}
            min={1}
            max={65535}
            {...form.getInputProps('port')}
          />
        </div>
      )}
      <div className={layout.pair}>
        {remote && (
          <Select
            label={t('monitoring.check.from')}
            description={t('monitoring.check.fromHelp')}
            data={[
              { value: 'agent', label: t('monitoring.check.fromAgent') },
              { value: 'server', label: t('monitoring.check.fromServer') },
            ]}
            allowDeselect={false}
            {...form.getInputProps('runsOn')}
          />
        )}
        <NumberInput
          label={t('monitoring.check.interval')}
          min={1}
          max={86_400}
          suffix=" s"
          {...form.getInputProps('intervalSeconds')}
        />
      </div>
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('monitoring.check.add')}
        </Button>
      </div>
    </form>
  );
}

function inputOf(values: Values): CheckInput {
  const { kind, intervalSeconds } = values;
  const configs: Record<Kind, Record<string, unknown>> = {
    service: { service: values.service.trim() },
    process: { name: values.process.trim() },
    http: {
      url: values.url.trim(),
      status: values.status,
      ...(values.contains ? { contains: values.contains } : {}),
    },
    tcp: { host: values.host.trim(), port: values.port },
    tls: { host: values.host.trim(), port: values.port },
  };
  const remote = kind === 'http' || kind === 'tcp' || kind === 'tls';
  return {
    kind,
    config: configs[kind],
    intervalMs: intervalSeconds * 1000,
    ...(remote ? { runsOn: values.runsOn } : {}),
  };
}
