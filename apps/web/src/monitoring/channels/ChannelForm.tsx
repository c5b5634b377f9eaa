import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../identity/session.ts';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { sayDone } from '../../ui/useUndo.tsx';
import {
  CHANNEL_KINDS,
  type ConfigValues,
  configOf,
  headersAreRight,
  isNumber,
  METHODS,
  numbersOf,
} from './config.ts';
import { addChannel, type Channel, changeChannel } from './queries.ts';

interface Props {
  clientId: string;
  channel: Channel | undefined;
  onDone: () => void;
}

interface Values extends Record<string, unknown>, ConfigValues {
  name: string;
  minimum: Channel['minimum'];
  receivers: string;
  allowPrivate: boolean;
}

/** Addresses and keys are never shown again: left empty, a change keeps them. */
export function ChannelForm({ clientId, channel, onDone }: Props) {
  const { t } = useTranslation();
  const { side } = useSession();
  const required = (value: string) => (value.trim() ? null : t('ui.form.required'));
  const form = useForm<Values>({
    initialValues: {
      name: channel?.name ?? '',
      kind: channel?.kind ?? 'ntfy',
      url: '',
      topic: '',
      token: '',
      method: 'POST',
      headers: 'Content-Type: application/json',
      body: '{"to": "{{to}}", "text": "{{text}}"}',
      minimum: channel?.minimum ?? 'warning',
      receivers: channel?.receivers.join('\n') ?? '',
      allowPrivate: channel?.allowPrivate ?? false,
    },
    validate: {
      name: required,
      url: (value) =>
        (channel && !value) || /^https?:\/\/[^/\s]+/.test(value) ? null : t('channels.urlRule'),
      topic: (value, { kind, url }) => (kind === 'ntfy' && (url || !channel) ? required(value) : null),
      headers: (value, { kind }) =>
        kind !== 'sms' || headersAreRight(value) ? null : t('channels.headersRule'),
      receivers: (value) => (numbersOf(value).every(isNumber) ? null : t('channels.receiversRule')),
    },
  });
  const submit = useSubmit({
    form,
    send: (values) => {
      const common = {
        name: values.name.trim(),
        minimum: values.minimum,
        receivers: values.kind === 'sms' ? numbersOf(values.receivers) : [],
        allowPrivate: values.allowPrivate,
      };
      if (!channel)
        return addChannel(clientId, {
          ...common,
          config: configOf(values),
          kinds: ['alert.*'],
          enabled: true,
        });
      return changeChannel(clientId, channel.id, {
        ...common,
        ...(values.url ? { config: configOf(values) } : {}),
      });
    },
    onDone: () => {
      sayDone(t('ui.form.saved'));
      onDone();
    },
    fieldOfCode: { RA_WEBHOOK_URL: 'url' },
  });
  const { kind } = form.values;
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      {!channel && (
        <Select
          label={t('channels.kind')}
          data={CHANNEL_KINDS.map((value) => ({ value, label: t(`channels.kinds.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('kind')}
        />
      )}
      <TextInput label={t('channels.name')} required maxLength={100} {...form.getInputProps('name')} />
      <TextInput
        label={t(`channels.url.${kind}`)}
        description={channel ? t('channels.kept', { host: channel.shown }) : t(`channels.urlHelp.${kind}`)}
        placeholder={kind === 'ntfy' ? 'https://ntfy.sh' : 'https://'}
        type="url"
        required={!channel}
        maxLength={2000}
        autoComplete="off"
        {...form.getInputProps('url')}
      />
      {kind === 'ntfy' && (
        <div className={layout.pair}>
          <TextInput
            label={t('channels.topic')}
            description={t('channels.topicHelp')}
            required={!channel}
            maxLength={64}
            {...form.getInputProps('topic')}
          />
          <TextInput
            label={t('channels.token')}
            description={t('channels.tokenHelp')}
            autoComplete="off"
            maxLength={500}
            {...form.getInputProps('token')}
          />
        </div>
      )}
      {kind === 'sms' && (
        <>
          <Select
            label={t('channels.method')}
            data={METHODS}
            allowDeselect={false}
            {...form.getInputProps('method')}
          />
          <Textarea
            label={t('channels.headers')}
            description={t('channels.headersHelp')}
            autosize
            minRows={2}
            {...form.getInputProps('headers')}
          />
          {form.values.method !== 'GET' && (
            <Textarea
              label={t('channels.body')}
              description={t('channels.bodyHelp', { to: '{{to}}', text: '{{text}}', id: '{{id}}' })}
              autosize
              minRows={2}
              {...form.getInputProps('body')}
            />
          )}
          <Textarea
            label={t('channels.receivers')}
            description={t('channels.receiversHelp')}
            autosize
            minRows={2}
            {...form.getInputProps('receivers')}
          />
        </>
      )}
      <Select
        label={t('channels.minimum')}
        data={(['info', 'warning', 'critical'] as const).map((value) => ({
          value,
          label: t(`ui.state.${value}`),
        }))}
        allowDeselect={false}
        {...form.getInputProps('minimum')}
      />
      {side === 'provider' && (
        <Checkbox
          label={t('settings.webhook.allowPrivate')}
          description={t('settings.webhook.allowPrivateHelp')}
          {...form.getInputProps('allowPrivate', { type: 'checkbox' })}
        />
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
