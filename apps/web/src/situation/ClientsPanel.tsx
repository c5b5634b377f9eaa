import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { clientPath } from '../fleet/words.ts';
import { Panel } from '../ui/Panel.tsx';
import { StateIcon } from '../ui/StateBadge.tsx';
import { useFormat } from '../ui/useFormat.ts';
import classes from './ClientsPanel.module.css';
import type { ClientSituation } from './queries.ts';

const STATES = ['critical', 'warning', 'unknown', 'ok'] as const;

/** Systems of every client by state; what is zero stays out of the way. */
export function ClientsPanel({ clients }: { clients: readonly ClientSituation[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const worstFirst = [...clients].sort(
    (a, b) => b.critical - a.critical || b.warning - a.warning || b.unknown - a.unknown,
  );
  return (
    <Panel title={t('situation.clients')} aside={format.number(clients.length)} flush>
      <ul className={classes.list}>
        {worstFirst.map((client) => (
          <li key={client.clientId}>
            <Link to={clientPath(client.clientId)} className={classes.name}>
              {client.clientName}
            </Link>
            <span className={classes.states}>
              {STATES.filter((state) => client[state] > 0).map((state) => (
                <span key={state} title={t(`situation.systems.${state}`)}>
                  <StateIcon state={state} size={14} />
                  <span className={classes.hidden}>{t(`situation.systems.${state}`)}: </span>
                  {format.number(client[state])}
                </span>
              ))}
              {client.systems === 0 && <span className={classes.none}>{t('situation.noSystems')}</span>}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
