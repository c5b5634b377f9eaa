import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { RoutePending } from '../app/RouteStates.tsx';
import table from '../fleet/asset/Asset.module.css';
import { useMay } from '../identity/session.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import layout from '../ui/Layout.module.css';
import { Notice } from '../ui/Notice.tsx';
import { Fact, Facts, Panel } from '../ui/Panel.tsx';
import { useFormat } from '../ui/useFormat.ts';
import { ServiceLevelForm } from './ServiceLevelForm.tsx';
import { DAYS, type ServiceLevel, writeSpans } from './serviceLevel.ts';
import { PRIORITIES } from './words.ts';

/** What the client was promised: hours and times by priority. */
export function ServiceLevelPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const may = useMay('client.manage', clientId);
  const [editing, edit] = useDisclosure(false);
  const query = useQuery({
    queryKey: keys.clients.one(clientId, 'service-level'),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/service-level', { params: { path: { clientId } }, signal })),
  });
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const level = query.data;
  if (editing) {
    return (
      <Panel title={t('helpdesk.level.edit')}>
        <ServiceLevelForm clientId={clientId} level={level} close={edit.close} />
      </Panel>
    );
  }
  const change = may && (
    <Button size="xs" variant="default" onClick={edit.open}>
      {t('helpdesk.level.edit')}
    </Button>
  );
  return (
    <div className={layout.stack}>
      {level.isDefault && (
        <Notice state="info" title={t('helpdesk.level.isDefault')} actions={change}>
          {t('helpdesk.level.isDefaultText')}
        </Notice>
      )}
      <Panel
        title={level.isDefault ? t('helpdesk.level.default') : level.name}
        actions={!level.isDefault && change}
        flush
      >
        <Targets level={level} />
      </Panel>
      <Panel title={t('helpdesk.level.hours')} aside={level.timeZone}>
        <Hours level={level} />
      </Panel>
    </div>
  );
}

function Targets({ level }: { level: ServiceLevel }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t('helpdesk.column.priority')}</th>
          <th scope="col">{t('helpdesk.clock.first-response')}</th>
          <th scope="col">{t('helpdesk.clock.resolution')}</th>
        </tr>
      </thead>
      <tbody>
        {PRIORITIES.map((priority) => {
          const target = level.targets[priority];
          return (
            <tr key={priority}>
              <th scope="row">{t(`helpdesk.priority.${priority}`)}</th>
              <td>{format.duration(target.firstResponseMinutes * 60_000)}</td>
              <td>{format.duration(target.resolutionMinutes * 60_000)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Hours({ level }: { level: ServiceLevel }) {
  const { t } = useTranslation();
  return (
    <Facts>
      {DAYS.map((day) => (
        <Fact key={day} label={t(`helpdesk.day.${day}`)}>
          {writeSpans(level.weekly[day] ?? []) || t('helpdesk.level.closed')}
        </Fact>
      ))}
      <Fact label={t('helpdesk.level.holidays')}>
        {level.state
          ? t('helpdesk.level.holidaysOf', { state: level.state })
          : t('helpdesk.level.noHolidays')}
      </Fact>
    </Facts>
  );
}
