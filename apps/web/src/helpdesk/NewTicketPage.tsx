import { Button, Input, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoadedItems } from '../api/query.ts';
import { useAssets, useClients } from '../fleet/queries.ts';
import { useMay, useSession } from '../identity/session.ts';
import { FormError, useSubmit } from '../ui/forms.tsx';
import layout from '../ui/Layout.module.css';
import { PageHeader } from '../ui/PageHeader.tsx';
import { useListSearch } from '../ui/table/useListSearch.ts';
import { useDraft } from '../ui/useDraft.ts';
import { MailReported } from './MailReported.tsx';
import { type NewTicket, type OpenedTicket, openTicket, type Ticket } from './queries.ts';
import { LEVELS, TICKET_TYPES, ticketPath } from './words.ts';

interface Values extends Record<string, unknown> {
  client: string | null;
  type: Ticket['type'];
  title: string;
  impact: Ticket['impact'];
  urgency: Ticket['urgency'];
  asset: string | null;
}

/** Opens a ticket. `?client=` and `?asset=` fill the form; `?kind=mail` reports a suspicious mail. */
export function NewTicketPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { side, clients } = useSession();
  const { search } = useListSearch();
  const mail = search.kind === 'mail';
  const mayReadAssets = useMay('asset.read');
  const onlyClient = side === 'client' ? (clients[0]?.id ?? null) : null;
  const [body, setBody, clearBody] = useDraft(mail ? 'new-mail-report' : 'new-ticket');
  const [reported, setReported] = useState<OpenedTicket & { clientId: string }>();
  const form = useForm<Values>({
    initialValues: {
      client: search.client ?? onlyClient,
      type: mail || side === 'provider' ? 'incident' : 'request',
      title: mail ? t('helpdesk.mail.title') : '',
      impact: 'medium',
      urgency: mail ? 'high' : 'medium',
      asset: search.asset ?? null,
    },
    validate: {
      client: (value) => (value ? null : t('ui.form.required')),
      title: (value) => (value.trim() ? null : t('ui.form.required')),
    },
  });
  const submit = useSubmit({
    form,
    send: async ({ client, asset, ...values }) => {
      const clientId = client ?? '';
      const input: NewTicket = {
        ...values,
        title: values.title.trim(),
        body,
        assetId: asset,
        about: mail ? 'suspicious-mail' : 'help',
      };
      const opened = await openTicket(clientId, input);
      return { ...opened, clientId };
    },
    onDone: (opened) => {
      clearBody();
      if (mail) return setReported(opened);
      return navigate({ to: ticketPath(opened) });
    },
  });
  const impacts = LEVELS.map((value) => ({ value, label: t(`helpdesk.impact.${value}`) }));
  const urgencies = LEVELS.map((value) => ({ value, label: t(`helpdesk.urgency.${value}`) }));
  if (reported) return <MailReported ticket={reported} />;
  return (
    <>
      <PageHeader
        title={
          mail ? t('helpdesk.mail.heading') : side === 'provider' ? t('helpdesk.new') : t('helpdesk.help')
        }
        crumbs={[
          { label: side === 'provider' ? t('helpdesk.tickets') : t('app.nav.requests'), to: '/tickets' },
        ]}
        subtitle={mail && <span>{t('helpdesk.mail.text')}</span>}
      />
      <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
        {side === 'provider' && <ClientSelect {...form.getInputProps('client')} />}
        <TextInput
          label={t('helpdesk.field.title')}
          description={mail ? undefined : t('helpdesk.field.titleHelp')}
          required
          maxLength={300}
          autoComplete="off"
          {...form.getInputProps('title')}
        />
        <Textarea
          label={t('helpdesk.field.body')}
          description={mail ? t('helpdesk.mail.bodyHelp') : t('helpdesk.field.bodyHelp')}
          autosize
          minRows={5}
          maxRows={20}
          maxLength={100_000}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
        {side === 'provider' && (
          <Select
            label={t('helpdesk.column.type')}
            data={TICKET_TYPES.map((value) => ({ value, label: t(`helpdesk.type.${value}`) }))}
            allowDeselect={false}
            {...form.getInputProps('type')}
          />
        )}
        {!mail && (
          <div className={layout.pair}>
            <Level label={t('helpdesk.field.impact')} data={impacts} {...form.getInputProps('impact')} />
            <Level label={t('helpdesk.field.urgency')} data={urgencies} {...form.getInputProps('urgency')} />
          </div>
        )}
        {mayReadAssets && !mail && form.values.client && (
          <AssetSelect client={form.values.client} {...form.getInputProps('asset')} />
        )}
        <FormError error={submit.error} />
        <div className={layout.row}>
          <Button type="submit" loading={submit.pending}>
            {mail ? t('helpdesk.mail.send') : side === 'provider' ? t('helpdesk.open') : t('helpdesk.send')}
          </Button>
        </div>
      </form>
    </>
  );
}

function ClientSelect(props: object) {
  const { t } = useTranslation();
  const clients = useClients().data?.items ?? [];
  return (
    <Select
      label={t('fleet.client.one')}
      required
      searchable
      data={clients.map((client) => ({ value: client.id, label: client.name }))}
      {...props}
    />
  );
}

function AssetSelect({ client, ...props }: { client: string }) {
  const { t } = useTranslation();
  const assets = useLoadedItems(useAssets({ client }));
  return (
    <Select
      label={t('helpdesk.field.asset')}
      description={t('helpdesk.field.assetHelp')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('helpdesk.field.assetClear') }}
      data={assets.map((asset) => ({ value: asset.id, label: asset.name }))}
      {...props}
    />
  );
}

interface LevelProps {
  label: string;
  data: { value: Ticket['impact']; label: string }[];
  value?: Ticket['impact'];
  onChange?: (value: Ticket['impact']) => void;
}

function Level({ label, data, value, onChange }: LevelProps) {
  return (
    <Input.Wrapper label={label} labelElement="div">
      <SegmentedControl
        fullWidth
        aria-label={label}
        data={data}
        {...(value ? { value } : {})}
        {...(onChange ? { onChange } : {})}
      />
    </Input.Wrapper>
  );
}
