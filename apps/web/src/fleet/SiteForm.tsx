import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { FormError, useSubmit } from '../ui/forms.tsx';
import layout from '../ui/Layout.module.css';
import type { SiteInput } from './commands.ts';
import type { Site } from './queries.ts';
import { type Municipality, useMunicipalityChoices, useStateChoices } from './states.ts';

const CIDR = /^[0-9a-fA-F:.]+\/\d{1,3}$/;
const lines = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .map((line) => line.trim())
    .filter(Boolean);

interface Props {
  site?: Site;
  submitLabel: string;
  send: (input: SiteInput) => Promise<{ id: string } | undefined>;
  onDone: (id: string | undefined) => unknown;
}

export function SiteForm({ site, submitLabel, send, onDone }: Props) {
  const { t } = useTranslation();
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const form = useForm({
    initialValues: {
      name: site?.name ?? '',
      timeZone: site?.timeZone ?? 'Europe/Berlin',
      state: site?.state ?? null,
      municipality: (site?.municipality ?? null) as Municipality | null,
      networks: site?.networks.join('\n') ?? '',
      serverNetworks: site?.serverNetworks.join('\n') ?? '',
      allowLoopback: site?.allowLoopback ?? false,
    },
    validate: {
      name: (value) => (value.trim() ? null : t('ui.form.required')),
      networks: (value) =>
        lines(value).every((line) => CIDR.test(line)) ? null : t('errors.RA_NETWORK.remedy'),
      serverNetworks: (value) =>
        lines(value).every((line) => CIDR.test(line)) ? null : t('errors.RA_NETWORK.remedy'),
    },
  });
  const states = useStateChoices();
  const municipalities = useMunicipalityChoices(form.values.state);
  const submit = useSubmit({
    form,
    send: (values) =>
      send({
        ...values,
        name: values.name.trim(),
        networks: lines(values.networks),
        serverNetworks: lines(values.serverNetworks),
      }),
    onDone: (result) => onDone(result?.id),
    fieldOfCode: { RA_TIME_ZONE: 'timeZone', RA_NETWORK: 'networks' },
  });
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <TextInput
        label={t('fleet.site.name')}
        description={t('fleet.site.nameHelp')}
        required
        maxLength={200}
        autoComplete="off"
        {...form.getInputProps('name')}
      />
      <div className={layout.pair}>
        <Select
          label={t('fleet.site.timeZone')}
          data={zones}
          searchable
          allowDeselect={false}
          limit={50}
          {...form.getInputProps('timeZone')}
        />
        <Select
          label={t('fleet.site.state')}
          description={t('fleet.site.stateHelp')}
          data={states}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('fleet.site.stateClear') }}
          {...form.getInputProps('state')}
          onChange={(value) => form.setValues({ state: value, municipality: null })}
        />
      </div>
      {municipalities.length > 0 && (
        <Select
          label={t('fleet.site.municipality')}
          description={t('fleet.site.municipalityHelp')}
          data={municipalities}
          clearable
          clearButtonProps={{ 'aria-label': t('fleet.site.municipalityClear') }}
          {...form.getInputProps('municipality')}
        />
      )}
      <Textarea
        label={t('fleet.site.networks')}
        description={t('fleet.site.networksHelp')}
        placeholder="192.168.10.0/24"
        autosize
        minRows={2}
        {...form.getInputProps('networks')}
      />
      <details>
        <summary>{t('fleet.site.more')}</summary>
        <div className={layout.tight}>
          <Textarea
            mt="sm"
            label={t('fleet.site.serverNetworks')}
            description={t('fleet.site.serverNetworksHelp')}
            autosize
            minRows={2}
            {...form.getInputProps('serverNetworks')}
          />
          <Checkbox
            label={t('fleet.site.allowLoopback')}
            description={t('fleet.site.allowLoopbackHelp')}
            {...form.getInputProps('allowLoopback', { type: 'checkbox' })}
          />
        </div>
      </details>
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
