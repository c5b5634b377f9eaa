import { Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CopyCommand } from '../../ui/CopyCommand.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import layout from '../../ui/Layout.module.css';
import { Notice } from '../../ui/Notice.tsx';
import classes from './Discovery.module.css';
import { changeRule, type SitePlace } from './queries.ts';

const HOST_LINES = '[allow]\ndiscovery = true';

/** May the networks be looked over? The site says so here, the owner of the agent's host in its own file. */
export function AllowSwitch({ place, allowed, may }: { place: SitePlace; allowed: boolean; may: boolean }) {
  const { t } = useTranslation();
  const change = useMutation({ mutationFn: (on: boolean) => changeRule(place, { allowed: on }) });
  if (!may && !allowed)
    return (
      <Notice state="info" title={t('discovery.allow.off')}>
        {t('discovery.allow.offText')}
      </Notice>
    );
  return (
    <div className={layout.tight}>
      {may && (
        <Switch
          label={t('discovery.allow.switch')}
          description={t('discovery.allow.help')}
          checked={change.isPending ? change.variables : allowed}
          disabled={change.isPending}
          onChange={(event) => change.mutate(event.currentTarget.checked)}
        />
      )}
      {change.isError && <ErrorState error={change.error} />}
      <details>
        <summary>{t('discovery.host.summary')}</summary>
        <div className={classes.inside}>
          <HostLines />
        </div>
      </details>
    </div>
  );
}

export function HostLines() {
  const { t } = useTranslation();
  return (
    <div className={layout.tight}>
      <p className={layout.small}>{t('discovery.host.text')}</p>
      <CopyCommand command={HOST_LINES} label={t('discovery.host.copy')} />
    </div>
  );
}
