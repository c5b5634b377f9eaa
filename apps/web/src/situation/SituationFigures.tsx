import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { FigureCell, FigureStrip } from '../ui/FigureStrip.tsx';
import { StateBadge } from '../ui/StateBadge.tsx';
import { useFormat } from '../ui/useFormat.ts';
import type { ClientSituation, Situation } from './queries.ts';

type Count = 'systems' | 'ok' | 'warning' | 'critical' | 'unknown' | 'alerts' | 'tickets' | 'overdue';

/** Sum of one count over all clients. */
export const total = (clients: readonly ClientSituation[], count: Count): number =>
  clients.reduce((sum, client) => sum + client[count], 0);

/** The counts of the whole house; each is a way to the list behind it. */
export function SituationFigures({ situation }: { situation: Situation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sum = (count: Count) => total(situation.clients, count);
  const systems = sum('systems');
  const of = t('situation.ofSystems', { count: systems });
  return (
    <FigureStrip>
      <FigureCell label={t('situation.overdue')} remark={t('situation.ofTickets', { count: sum('tickets') })}>
        <Link to="/tickets" search={{ due: 'overdue' } as never}>
          {format.number(sum('overdue'))}
        </Link>
      </FigureCell>
      <FigureCell label={t('situation.alerts')} remark={t('situation.alertsOpen')}>
        <Link to="/alerts">{format.number(sum('alerts'))}</Link>
      </FigureCell>
      {(['critical', 'warning', 'unknown', 'ok'] as const).map((state) => (
        <FigureCell
          key={state}
          label={t(`situation.systems.${state}`)}
          // A red sign beside a zero would be an alarm about nothing.
          remark={sum(state) > 0 ? <StateBadge state={state} variant="plain" label={of} /> : of}
        >
          <Link to="/assets" search={{ status: state === 'unknown' ? 'unknown,paused' : state } as never}>
            {format.number(sum(state))}
          </Link>
        </FigureCell>
      ))}
    </FigureStrip>
  );
}
