import { Button, MultiSelect, PasswordInput, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { sayDone } from '../../ui/useUndo.tsx';
import type { Asset } from '../queries.ts';
import { ASSET_KINDS } from '../words.ts';
import { changeRule, type Discovery, type RuleChange, type SitePlace } from './queries.ts';

const HOURS = ['24', '168', '720'] as const;

interface Values extends Record<string, unknown> {
  probeId: string | null;
  every: string;
  acceptKinds: Asset['kind'][];
  snmp: 'keep' | 'remove' | '2c' | '3';
  community: string;
  user: string;
  auth: string;
  privacy: string;
}

/** How often agents look by themselves, what is accepted without asking, and how devices are asked by SNMP. */
export function RuleForm({ place, discovery }: { place: SitePlace; discovery: Discovery }) {
  const { t } = useTranslation();
  const { rule, probes } = discovery;
  const saved = rule.snmp.length > 0;
  const form = useForm<Values>({
    initialValues: {
      probeId: rule.probeId,
      every: rule.everyHours === null ? 'never' : String(rule.everyHours),
      acceptKinds: rule.acceptKinds,
      snmp: 'keep',
      ...{ community: '', user: '', auth: '', privacy: '' },
    },
    validate: {
      probeId: (value, { every }) => (every === 'never' || value ? null : t('ui.form.required')),
      community: (value, { snmp }) => (snmp !== '2c' || value ? null : t('ui.form.required')),
      user: (value, { snmp }) => (snmp !== '3' || value.trim() ? null : t('ui.form.required')),
      auth: (value, { snmp }) => (snmp !== '3' || value.length >= 8 ? null : t('discovery.rule.secretHelp')),
      privacy: (value, { snmp }) =>
        snmp !== '3' || value === '' || value.length >= 8 ? null : t('discovery.rule.secretHelp'),
    },
  });
  const submit = useSubmit({
    form,
    send: (values) =>
      changeRule(place, {
        probeId: values.probeId,
        everyHours: values.every === 'never' ? null : Number(values.every),
        acceptKinds: values.acceptKinds,
        ...accessOf(values),
      }),
    onDone: () => {
      form.setValues({ snmp: 'keep', community: '', user: '', auth: '', privacy: '' });
      sayDone(t('ui.form.saved'));
    },
    fieldOfCode: { RA_DISCOVERY_PROBE: 'probeId' },
  });
  const { every, snmp } = form.values;
  const usual = (HOURS as readonly string[]).includes(every) || every === 'never';
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <div className={layout.pair}>
        <Select
          label={t('discovery.rule.every')}
          data={[
            { value: 'never', label: t('discovery.rule.never') },
            ...HOURS.map((value) => ({ value, label: t(`discovery.rule.hours.${value}`) })),
            ...(usual ? [] : [{ value: every, label: `${every} h` }]),
          ]}
          allowDeselect={false}
          {...form.getInputProps('every')}
        />
        <Select
          label={t('discovery.rule.probe')}
          placeholder={t('discovery.rule.none')}
          data={probes.map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps('probeId')}
        />
      </div>
      {rule.nextAt && (
        <p className={layout.small}>
          {t('discovery.rule.next')} <RelativeTime at={rule.nextAt} />.
        </p>
      )}
      <MultiSelect
        label={t('discovery.rule.accept')}
        description={t('discovery.rule.acceptHelp')}
        data={ASSET_KINDS.filter((kind) => kind !== 'application' && kind !== 'cloud').map((value) => ({
          value,
          label: t(`fleet.kind.${value}`),
        }))}
        {...form.getInputProps('acceptKinds')}
      />
      <Select
        label={t('discovery.rule.snmp')}
        description={
          saved ? t('discovery.rule.snmpSaved', { list: rule.snmp.join(', ') }) : t('discovery.rule.snmpNone')
        }
        data={[
          { value: 'keep', label: t('discovery.rule.keep') },
          { value: '2c', label: t('discovery.rule.v2c') },
          { value: '3', label: t('discovery.rule.v3') },
          ...(saved ? [{ value: 'remove', label: t('discovery.rule.remove') }] : []),
        ]}
        allowDeselect={false}
        {...form.getInputProps('snmp')}
      />
      {snmp === '2c' && (
        <PasswordInput
          label={t('discovery.rule.community')}
          description={t('discovery.rule.communityHelp')}
          required
          autoComplete="off"
          maxLength={1000}
          {...form.getInputProps('community')}
        />
      )}
      {snmp === '3' && (
        <>
          <TextInput
            label={t('discovery.rule.user')}
            required
            autoComplete="off"
            maxLength={255}
            {...form.getInputProps('user')}
          />
          <PasswordInput
            label={t('discovery.rule.auth')}
            description={t('discovery.rule.secretHelp')}
            required
            autoComplete="off"
            maxLength={1000}
            {...form.getInputProps('auth')}
          />
          <PasswordInput
            label={t('discovery.rule.privacy')}
            autoComplete="off"
            maxLength={1000}
            {...form.getInputProps('privacy')}
          />
        </>
      )}
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('ui.form.save')}
        </Button>
      </div>
    </form>
  );
}

function accessOf({ snmp, community, user, auth, privacy }: Values): Pick<RuleChange, 'snmp'> {
  if (snmp === 'keep') return {};
  if (snmp === 'remove') return { snmp: [] };
  if (snmp === '2c') return { snmp: [{ version: '2c', community }] };
  return {
    snmp: [
      {
        version: '3',
        user: user.trim(),
        auth: { protocol: 'sha256', secret: auth },
        ...(privacy ? { privacy: { protocol: 'aes', secret: privacy } } : {}),
        context: '',
      },
    ],
  };
}
