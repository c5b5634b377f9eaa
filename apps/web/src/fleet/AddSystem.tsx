import { Button, Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { useLoadedItems } from '../api/query.ts';
import { CopyCommand } from '../ui/CopyCommand.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import layout from '../ui/Layout.module.css';
import { LinkButton } from '../ui/LinkButton.tsx';
import { LocalAddressNotice } from '../ui/LocalAddressNotice.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useNow } from '../ui/now.ts';
import { Panel } from '../ui/Panel.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { type EnrolmentCode, makeEnrolmentCode } from './commands.ts';
import { type Asset, type Site, useAssets } from './queries.ts';
import { ASSET_KINDS, assetPath } from './words.ts';

const VALID_MINUTES = 60;
/** The stream announces a new system at once; this helps when it is down. */
const LOOK_MS = 5_000;

/** Last of three steps: one command to copy; the system appears here without a reload. */
export function AddSystem({ site }: { site: Site }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Asset['kind']>('server');
  const code = useMutation({
    mutationFn: () =>
      makeEnrolmentCode(
        { clientId: site.clientId, siteId: site.id },
        { assetKind: kind, validMinutes: VALID_MINUTES },
      ),
  });
  return (
    <Panel title={t('fleet.enrol.title')}>
      <div className={layout.stack}>
        {code.data ? (
          <Commands key={code.data.id} site={site} code={code.data} again={() => code.reset()} />
        ) : (
          <>
            <p className={layout.muted}>{t('fleet.enrol.text')}</p>
            <div className={layout.form}>
              <Select
                label={t('fleet.asset.kind')}
                data={ASSET_KINDS.map((value) => ({ value, label: t(`fleet.kind.${value}`) }))}
                value={kind}
                allowDeselect={false}
                onChange={(value) => value && setKind(value as Asset['kind'])}
              />
              <div className={layout.row}>
                <Button loading={code.isPending} onClick={() => code.mutate()}>
                  {t('fleet.enrol.make')}
                </Button>
              </div>
            </div>
          </>
        )}
        {code.isError && <ErrorState error={code.error} />}
      </div>
    </Panel>
  );
}

function Commands({ site, code, again }: { site: Site; code: EnrolmentCode; again: () => void }) {
  const { t } = useTranslation();
  const now = useNow();
  const arrived = useArrived(site, code.id);
  const expired = !arrived && now.getTime() > new Date(code.expiresAt).getTime();
  return (
    <>
      <LocalAddressNotice text={code.commands.linux} />
      <section className={layout.tight} aria-label="Linux">
        <h3>Linux</h3>
        <CopyCommand
          command={code.commands.linux}
          label={t('fleet.enrol.commandFor', { system: 'Linux' })}
          wrap
        />
      </section>
      <section className={layout.tight} aria-label="Windows">
        <h3>Windows</h3>
        <p className={layout.small}>{t('fleet.enrol.windowsText')}</p>
        <CopyCommand
          command={code.commands.windows}
          label={t('fleet.enrol.commandFor', { system: 'Windows' })}
          wrap
        />
      </section>
      <details>
        <summary>{t('fleet.enrol.source')}</summary>
        <div className={layout.tight}>
          <p className={layout.small}>{t('fleet.enrol.sourceText')}</p>
          <CopyCommand command={code.commands.source} label={t('fleet.enrol.source')} wrap />
        </div>
      </details>
      {arrived ? (
        <Notice
          state="ok"
          role="status"
          title={t('fleet.enrol.arrived', { name: arrived.name })}
          actions={
            <>
              <LinkButton to={assetPath(arrived)} size="xs">
                {t('fleet.enrol.open', { name: arrived.name })}
              </LinkButton>
              <Button variant="default" size="xs" onClick={again}>
                {t('fleet.enrol.another')}
              </Button>
            </>
          }
        >
          {t('fleet.enrol.arrivedText')}
        </Notice>
      ) : expired ? (
        <Notice
          state="warning"
          role="status"
          title={t('fleet.enrol.expired')}
          actions={
            <Button size="xs" onClick={again}>
              {t('fleet.enrol.another')}
            </Button>
          }
        />
      ) : (
        <Notice state="info" role="status" title={t('fleet.enrol.waiting')}>
          {t('fleet.enrol.once')} <RelativeTime at={code.expiresAt} />
        </Notice>
      )}
    </>
  );
}

/** The system that used the code, once it did. */
function useArrived(site: Site, codeId: string): Asset | undefined {
  const place = { clientId: site.clientId, siteId: site.id };
  const codes = useQuery({
    queryKey: keys.sites.one(site.id, 'codes'),
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/clients/{clientId}/sites/{siteId}/enrolment-codes', {
          params: { path: place },
          signal,
        }),
      ),
    refetchInterval: LOOK_MS,
  });
  const agentId = codes.data?.items.find((each) => each.id === codeId)?.agentId;
  const assets = useLoadedItems(useAssets({ client: site.clientId, site: site.id }));
  return agentId ? assets.find((asset) => asset.agentId === agentId) : undefined;
}
