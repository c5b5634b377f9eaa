import { Button, Modal } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import type { Asset } from '../../fleet/queries.ts';
import { assetPath, sitePath } from '../../fleet/words.ts';
import account from '../../identity/account/Account.module.css';
import { useMay } from '../../identity/session.ts';
import { ApiCallShown } from '../../ui/ApiCallShown.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import layout from '../../ui/Layout.module.css';
import { Panel } from '../../ui/Panel.tsx';
import { useUndo } from '../../ui/useUndo.tsx';
import { useChecks } from '../queries.ts';
import { DependencyForm, type Direction } from './DependencyForm.tsx';
import {
  addDependency,
  type Dependency,
  inputOf,
  removeDependency,
  useDependants,
  useDependencies,
} from './queries.ts';

const SHOWN = 12;

/** What this system needs to be reached, what needs it, and how many fall silent with it. */
export function DependenciesTab({ asset }: { asset: Asset }) {
  const query = useDependencies(asset.clientId);
  const checks = useChecks({ clientId: asset.clientId, assetId: asset.id }).data?.items ?? [];
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const ownChecks = new Set(checks.map(({ id }) => id));
  const { items } = query.data;
  const up = items.filter(
    (one) =>
      one.parentAssetId !== asset.id &&
      (one.assetId === asset.id ||
        one.siteId === asset.siteId ||
        (one.checkId !== null && ownChecks.has(one.checkId))),
  );
  return (
    <div className={layout.stack}>
      <Side asset={asset} direction="up" items={up} />
      <Side asset={asset} direction="down" items={items.filter((one) => one.parentAssetId === asset.id)} />
      <WhenItFails asset={asset} />
    </div>
  );
}

interface SideProps {
  asset: Asset;
  direction: Direction;
  items: readonly Dependency[];
}

function Side({ asset, direction, items }: SideProps) {
  const { t } = useTranslation();
  const may = useMay('check.manage', asset.clientId);
  const [adding, setAdding] = useState(false);
  return (
    <>
      <Panel
        title={t(`map.${direction}.title`)}
        aside={items.length}
        actions={
          <>
            <ApiCallShown path={`/api/v1/clients/${asset.clientId}/dependencies`} />
            {may && (
              <Button variant="default" onClick={() => setAdding(true)}>
                {t('map.add')}
              </Button>
            )}
          </>
        }
        flush
      >
        {items.length === 0 ? (
          <EmptyState title={t(`map.${direction}.none`)}>{t(`map.${direction}.noneText`)}</EmptyState>
        ) : (
          <ul className={account.list}>
            {items.map((one) => (
              <Row key={one.id} asset={asset} direction={direction} dependency={one} may={may} />
            ))}
          </ul>
        )}
      </Panel>
      {adding && (
        <Modal
          opened
          onClose={() => setAdding(false)}
          title={t(`map.${direction}.add`)}
          closeButtonProps={{ 'aria-label': t('app.close') }}
        >
          <DependencyForm asset={asset} direction={direction} onDone={() => setAdding(false)} />
        </Modal>
      )}
    </>
  );
}

interface RowProps {
  asset: Asset;
  direction: Direction;
  dependency: Dependency;
  may: boolean;
}

function Row({ asset, direction, dependency, may }: RowProps) {
  const { t } = useTranslation();
  const undo = useUndo();
  const { clientId } = asset;
  const remove = () =>
    removeDependency(clientId, dependency.id).then(
      () =>
        undo.done({
          message: t('map.removed'),
          undo: () => addDependency(clientId, inputOf(dependency)),
        }),
      undo.showError,
    );
  const { siteId, siteName, assetId, assetName, checkName, parentCheckName } = dependency;
  return (
    <li>
      <div className={account.main}>
        <span className={account.name}>
          {direction === 'up' ? (
            <Link to={assetPath({ clientId, id: dependency.parentAssetId })}>
              {dependency.parentAssetName}
            </Link>
          ) : siteId ? (
            <Link to={sitePath(clientId, siteId)}>{siteName}</Link>
          ) : assetId ? (
            <Link to={assetPath({ clientId, id: assetId })}>{assetName}</Link>
          ) : (
            checkName
          )}
        </span>
        <span className={account.meta}>
          {direction === 'up' && siteId && <span>{t('map.bySite', { site: siteName })}</span>}
          {direction === 'up' && checkName && <span>{t('map.onlyCheck', { check: checkName })}</span>}
          {direction === 'down' && siteId && <span>{t('map.wholeSite')}</span>}
          {parentCheckName && <span>{t('map.whenCheck', { check: parentCheckName })}</span>}
        </span>
      </div>
      {may && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('map.removeNamed', {
            child: siteName ?? assetName ?? checkName,
            parent: dependency.parentAssetName,
          })}
          onClick={() => void remove()}
        >
          {t('map.remove')}
        </Button>
      )}
    </li>
  );
}

function WhenItFails({ asset }: { asset: Asset }) {
  const { t } = useTranslation();
  const query = useDependants({ clientId: asset.clientId, assetId: asset.id });
  if (!query.data) return null;
  const { items } = query.data;
  return (
    <Panel title={t('map.fails.title')} aside={items.length}>
      <p>{t('map.fails.count', { count: items.length })}</p>
      {items.length > 0 && (
        <p>
          {items.slice(0, SHOWN).map(({ id, name }, index) => (
            <span key={id}>
              {index > 0 && ', '}
              <Link to={assetPath({ clientId: asset.clientId, id })}>{name}</Link>
            </span>
          ))}
          {items.length > SHOWN && ` ${t('map.fails.more', { count: items.length - SHOWN })}`}
        </p>
      )}
    </Panel>
  );
}
