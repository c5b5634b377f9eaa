import { Button, Checkbox, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { api, call } from '../api/client.ts';
import { FormError, useSubmit } from '../ui/forms.tsx';
import layout from '../ui/Layout.module.css';
import { useUndo } from '../ui/useUndo.tsx';
import { renewWebhooks, type Webhook } from './webhooks.ts';

/** Subjects of events; each stands for all its kinds. */
const SUBJECTS = ['alert', 'ticket', 'asset', 'agent'] as const;

interface Props {
  clientId: string;
  webhook: Webhook | undefined;
  /** Gets the secret of a new webhook, which is shown this once. */
  onDone: (secret?: string) => void;
}

export function WebhookForm({ clientId, webhook, onDone }: Props) {
  const { t } = useTranslation();
  const undo = useUndo();
  const form = useForm({
    initialValues: {
      name: webhook?.name ?? '',
      url: webhook?.url ?? 'https://',
      kinds: webhook?.kinds ?? SUBJECTS.slice(0, 2).map((subject) => `${subject}.*`),
      allowPrivate: webhook?.allowPrivate ?? false,
    },
    validate: {
      name: (value) => (value.trim() ? null : t('ui.form.required')),
      url: (value) => (/^https?:\/\/[^/\s]+/.test(value) ? null : t('errors.RA_WEBHOOK_URL.remedy')),
    },
  });
  const submit = useSubmit({
    form,
    send: async (values): Promise<string | undefined> => {
      if (webhook) {
        await call(
          api.PATCH('/api/v1/clients/{clientId}/webhooks/{webhookId}', {
            params: { path: { clientId, webhookId: webhook.id } },
            body: values,
          }),
        );
        await renewWebhooks();
        return undefined;
      }
      const made = await call(
        api.POST('/api/v1/clients/{clientId}/webhooks', {
          params: { path: { clientId } },
          body: { ...values, enabled: true },
        }),
      );
      await renewWebhooks();
      return made.secret;
    },
    onDone,
    fieldOfCode: { RA_WEBHOOK_URL: 'url' },
  });
  const remove = (webhookId: string) => {
    onDone();
    undo.later({
      message: t('settings.webhook.removed'),
      commit: ({ keepalive }) =>
        call(
          api.DELETE('/api/v1/clients/{clientId}/webhooks/{webhookId}', {
            params: { path: { clientId, webhookId } },
            ...(keepalive ? { keepalive } : {}),
          }),
        ).then(renewWebhooks),
      restore: () => undefined,
    });
  };
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <TextInput
        label={t('settings.webhook.name')}
        required
        maxLength={100}
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('settings.webhook.url')}
        type="url"
        required
        maxLength={2000}
        {...form.getInputProps('url')}
      />
      <Checkbox.Group
        label={t('settings.webhook.kinds')}
        description={t('settings.webhook.kindsHelp')}
        {...form.getInputProps('kinds')}
      >
        <div className={layout.tight}>
          {SUBJECTS.map((subject) => (
            <Checkbox key={subject} value={`${subject}.*`} label={t(`settings.webhook.subject.${subject}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <Checkbox
        label={t('settings.webhook.allowPrivate')}
        description={t('settings.webhook.allowPrivateHelp')}
        {...form.getInputProps('allowPrivate', { type: 'checkbox' })}
      />
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('ui.form.save')}
        </Button>
        {webhook && (
          <Button variant="default" onClick={() => remove(webhook.id)}>
            {t('settings.webhook.remove')}
          </Button>
        )}
      </div>
    </form>
  );
}
