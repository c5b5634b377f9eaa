import { Button, NumberInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../api/query.ts';
import type { Answer } from '../../api/types.ts';
import { RoutePending } from '../../app/RouteStates.tsx';
import { useMay } from '../../identity/session.ts';
import { ApiCallShown } from '../../ui/ApiCallShown.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { Fact, Facts, Panel } from '../../ui/Panel.tsx';
import { useFormat } from '../../ui/useFormat.ts';
import { sayDone } from '../../ui/useUndo.tsx';

type Settings = Answer<'/api/v1/clients/{clientId}/alarm-settings'>;

/** How patient the alarms of a client are. */
export function AlarmSettings({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const may = useMay('settings.manage', clientId);
  const queryKey = keys.alarms.one(clientId, 'settings');
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/alarm-settings', { params: { path: { clientId } }, signal })),
  });
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const save = async (body: Settings) => {
    const saved = await call(
      api.PUT('/api/v1/clients/{clientId}/alarm-settings', { params: { path: { clientId } }, body }),
    );
    queryClient.setQueryData(queryKey, saved);
  };
  return (
    <Panel
      title={t('alerting.settings.title')}
      actions={<ApiCallShown path={`/api/v1/clients/${clientId}/alarm-settings`} />}
    >
      {may ? <SettingsForm settings={query.data} save={save} /> : <SettingsShown settings={query.data} />}
    </Panel>
  );
}

function SettingsShown({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Facts>
      <Fact label={t('alerting.settings.hold')}>{format.duration(settings.holdSeconds * 1000)}</Fact>
      <Fact label={t('alerting.settings.groupAfter')}>{format.number(settings.groupAfter)}</Fact>
      <Fact label={t('alerting.settings.group')}>{format.duration(settings.groupSeconds * 1000)}</Fact>
    </Facts>
  );
}

interface FormProps {
  settings: Settings;
  save: (settings: Settings) => Promise<void>;
}

function SettingsForm({ settings, save }: FormProps) {
  const { t } = useTranslation();
  const form = useForm<Settings>({ initialValues: settings });
  const submit = useSubmit({ form, send: save, onDone: () => sayDone(t('ui.form.saved')) });
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <NumberInput
        label={t('alerting.settings.hold')}
        description={t('alerting.settings.holdHelp')}
        min={0}
        max={300}
        suffix=" s"
        {...form.getInputProps('holdSeconds')}
      />
      <div className={layout.pair}>
        <NumberInput
          label={t('alerting.settings.groupAfter')}
          description={t('alerting.settings.groupAfterHelp')}
          min={1}
          max={1000}
          {...form.getInputProps('groupAfter')}
        />
        <NumberInput
          label={t('alerting.settings.group')}
          description={t('alerting.settings.groupHelp')}
          min={5}
          max={3600}
          suffix=" s"
          {...form.getInputProps('groupSeconds')}
        />
      </div>
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('ui.form.save')}
        </Button>
      </div>
    </form>
  );
}
