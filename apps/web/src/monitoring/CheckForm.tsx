import { Autocomplete, Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../api/errors.ts';
import { type AssetPlace, useAsset } from '../fleet/queries.ts';
import { sitePath } from '../fleet/words.ts';
import { FormError, useSubmit } from '../ui/forms.tsx';
import layout from '../ui/Layout.module.css';
import { sayDone } from '../ui/useUndo.tsx';
import { ADDABLE, type AddableKind, type CheckValues, checkInput, isRemote } from './checkInput.ts';
import { HeartbeatAddress } from './heartbeat/Heartbeat.tsx';
import { HeartbeatFields } from './heartbeat/HeartbeatFields.tsx';
import { type MadeHeartbeat, makeHeartbeat } from './heartbeat/queries.ts';
import { addCheck } from './queries.ts';
import { useSuggestions } from './suggestions.ts';

const DEFAULT_SECONDS: Record<AddableKind, number> = {
  service: 10,
  process: 10,
  http: 30,
  tcp: 30,
  tls: 3600,
  heartbeat: 60,
};
/** More ports than a line of help can name. */
const MOST_PORTS = 8;

/** What is tested, from where, how often; with what the system has as suggestions. */
export function CheckForm({ place, onDone }: { place: AssetPlace; onDone: () => void }) {
  const { t } = useTranslation();
  const known = useSuggestions(place);
  const [made, setMade] = useState<MadeHeartbeat>();
  const required = (value: string) => (value.trim() ? null : t('ui.form.required'));
  const form = useForm<CheckValues>({
    initialValues: {
      kind: 'service',
      service: '',
      process: '',
      command: '',
      minimum: 1,
      url: 'https://',
      status: '200-299',
      contains: '',
      host: '',
      port: 443,
      runsOn: 'agent',
      intervalSeconds: DEFAULT_SECONDS.service,
      name: '',
      schedule: 'every',
      periodMinutes: 24 * 60,
      graceMinutes: 60,
      expression: '',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    validate: {
      name: (value, { kind }) => (kind === 'heartbeat' ? required(value) : null),
      expression: (value, { kind, schedule }) =>
        kind === 'heartbeat' && schedule === 'cron' ? required(value) : null,
      service: (value, { kind }) => (kind === 'service' ? required(value) : null),
      process: (value, { kind, command }) =>
        kind !== 'process' || value.trim() || command.trim() ? null : t('monitoring.check.processOrCommand'),
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
    send: async (values) => {
      const id = await addCheck(place, checkInput(values));
      return values.kind === 'heartbeat' ? makeHeartbeat(place, id) : undefined;
    },
    onDone: (made) => {
      sayDone(t('monitoring.check.added'));
      if (made) setMade(made);
      else onDone();
    },
  });

  const { kind } = form.values;
  const refused = useForbidden(submit.error, place);
  if (made) return <HeartbeatAddress made={made} kept={onDone} />;
  /** What the form says about a field, or what the server says about the target in it. */
  const target = (field: 'url' | 'host') => {
    const input = form.getInputProps(field);
    return refused?.field === field ? { ...input, error: input.error ?? refused.text } : input;
  };
  const ports = known.ports
    .slice(0, MOST_PORTS)
    .map(({ port, process }) => (process ? `${port} (${process})` : String(port)))
    .join(', ');
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <Select
        label={t('monitoring.check.kind')}
        data={ADDABLE.map((value) => ({ value, label: t(`monitoring.kind.${value}`) }))}
        allowDeselect={false}
        {...form.getInputProps('kind')}
        onChange={(value) => {
          if (!value) return;
          form.setFieldValue('kind', value as AddableKind);
          form.setFieldValue('intervalSeconds', DEFAULT_SECONDS[value as AddableKind]);
          submit.reset();
        }}
      />
      {kind === 'service' && (
        <Autocomplete
          label={t('monitoring.check.service')}
          description={t('monitoring.check.serviceHelp')}
          placeholder="nginx"
          required
          data={known.services}
          limit={50}
          {...form.getInputProps('service')}
        />
      )}
      {kind === 'process' && (
        <>
          <Autocomplete
            label={t('monitoring.check.process')}
            description={t('monitoring.check.processHelp')}
            data={known.processes}
            limit={50}
            {...form.getInputProps('process')}
          />
          <TextInput
            label={t('monitoring.check.command')}
            description={t('monitoring.check.commandHelp')}
            autoComplete="off"
            {...form.getInputProps('command')}
          />
          <NumberInput
            label={t('monitoring.check.minimum')}
            min={1}
            max={10_000}
            {...form.getInputProps('minimum')}
          />
        </>
      )}
      {kind === 'http' && (
        <>
          <TextInput label={t('monitoring.check.url')} type="url" required {...target('url')} />
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
        <>
          <div className={layout.pair}>
            <TextInput label={t('monitoring.check.host')} required {...target('host')} />
            <NumberInput
              label={t('monitoring.check.port')}
              min={1}
              max={65535}
              {...form.getInputProps('port')}
            />
          </div>
          {ports && <p className={layout.small}>{t('monitoring.check.listening', { ports })}</p>}
        </>
      )}
      {kind === 'heartbeat' && <HeartbeatFields form={form} />}
      {refused?.site && (
        <Link to={refused.site} search={{ tab: 'settings' } as never}>
          {t('monitoring.check.siteSettings')}
        </Link>
      )}
      {kind !== 'heartbeat' && (
        <div className={layout.pair}>
          {isRemote(kind) && (
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
      )}
      <FormError error={refused ? null : submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('monitoring.check.add')}
        </Button>
      </div>
    </form>
  );
}

interface Refusal {
  field: 'url' | 'host';
  text: string;
  /** The site whose networks would open the target; undefined when nothing would. */
  site: string | undefined;
}

/** A target that may not be checked from there: what to say at which field, and where to change it. */
function useForbidden(error: ApiError | null, place: AssetPlace): Refusal | undefined {
  const { t } = useTranslation();
  const asset = useAsset(place).data;
  if (error?.code !== 'RA_CHECK_TARGET_FORBIDDEN') return undefined;
  const { field, advice, opening } = error.details;
  return {
    field: field === 'config.url' ? 'url' : 'host',
    text: typeof advice === 'string' ? advice : t('monitoring.check.forbidden'),
    site: asset && opening !== 'nothing' ? sitePath(asset.clientId, asset.siteId) : undefined,
  };
}
