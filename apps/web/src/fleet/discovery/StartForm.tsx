import { Button, Checkbox, Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { sayDone } from '../../ui/useUndo.tsx';
import { type Discovery, isOpen, orderSweep, type SitePlace } from './queries.ts';

interface Values extends Record<string, unknown> {
  probeId: string;
  /** All of them: the site's networks may grow until the sweep begins. */
  networks: string[];
  snmp: boolean;
}

/** Sends an agent to look around. */
export function StartForm({ place, discovery }: { place: SitePlace; discovery: Discovery }) {
  const { t } = useTranslation();
  const { probes, networks, rule, sweeps } = discovery;
  const first =
    probes.find(({ id, connected }) => connected && id === rule.probeId) ??
    probes.find(({ connected }) => connected) ??
    probes[0];
  const form = useForm<Values>({
    initialValues: { probeId: first?.id ?? '', networks, snmp: true },
  });
  const submit = useSubmit({
    form,
    send: ({ probeId, networks: chosen, snmp }) =>
      orderSweep(place, {
        probeId,
        networks: networks.every((network) => chosen.includes(network)) ? [] : chosen,
        snmp,
      }),
    onDone: () => sayDone(t('discovery.start.ordered')),
    fieldOfCode: { RA_DISCOVERY_NETWORK: 'networks' },
  });
  // It shows its progress and can be called back there.
  if (sweeps.some((sweep) => isOpen(sweep) && sweep.probeId === form.values.probeId)) return null;
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <Select
        label={t('discovery.start.probe')}
        description={t('discovery.start.probeHelp')}
        data={probes.map(({ id, name, connected }) => ({
          value: id,
          label: connected ? name : t('discovery.start.offline', { name }),
          disabled: !connected,
        }))}
        allowDeselect={false}
        {...form.getInputProps('probeId')}
      />
      {networks.length > 1 && (
        <Checkbox.Group label={t('discovery.start.networks')} {...form.getInputProps('networks')}>
          <div className={layout.row}>
            {networks.map((network) => (
              <Checkbox key={network} value={network} label={network} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      {rule.snmp.length > 0 ? (
        <Checkbox
          label={t('discovery.start.snmp')}
          description={t('discovery.start.snmpHelp')}
          {...form.getInputProps('snmp', { type: 'checkbox' })}
        />
      ) : (
        <p className={layout.small}>{t('discovery.start.snmpNone')}</p>
      )}
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending} disabled={form.values.networks.length === 0}>
          {t('discovery.start.go')}
        </Button>
      </div>
    </form>
  );
}
