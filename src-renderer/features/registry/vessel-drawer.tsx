import { Drawer, Skeleton, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { VesselDetail } from '../../../src-shared/contract/registry.ts'
import { errorSentence } from '../../rpc/errors.ts'
import { api } from '../../rpc/queries.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Mono } from '../../ui/mono.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TimeText } from '../../ui/time-text.tsx'
import { grouped, inWords } from '../../ui/words.ts'
import classes from './registry.module.css'

/** Everything about one ship, and the rooms it is in. */
export function VesselDrawer(props: {
  vesselId: string
  actions(vessel: VesselDetail): ReactNode
  onClose(): void
}) {
  const vessel = useQuery(api.vessels.get.queryOptions({ input: { id: props.vesselId } }))
  const { data } = vessel
  return (
    <Drawer
      opened
      onClose={props.onClose}
      position="right"
      size={480}
      title={data?.name ?? 'Vessel'}
      styles={{ title: { fontSize: 16, fontWeight: 600 } }}
    >
      {vessel.error !== null ? (
        <ErrorState message={errorSentence(vessel.error)} onRetry={() => void vessel.refetch()} />
      ) : data === undefined ? (
        <Stack gap="sm" aria-hidden>
          {[0, 1, 2, 3, 4, 5].map((line) => (
            <Skeleton key={line} height={18} />
          ))}
        </Stack>
      ) : (
        <>
          {props.actions(data)}
          <Facts vessel={data} />
          <Title order={3} mb={8}>
            Rooms
          </Title>
          {data.rooms.length === 0 ? (
            <p className={classes.quiet}>No room that you may see names this vessel.</p>
          ) : (
            <ul className={classes.rooms} aria-label="Rooms, newest arrival first">
              {data.rooms.map((room) => (
                <li key={room.room_id}>
                  <Link
                    to="/rooms/$roomId/$tab"
                    params={{ roomId: room.room_id, tab: 'vessels' }}
                    className={classes.open}
                    aria-label={`${room.code}, ${room.title}`}
                  >
                    <Mono text={room.code} />
                  </Link>
                  <StatusBadge kind="room" status={room.status} />
                  <span>{room.title}</span>
                  <span className={classes.quiet}>
                    {inWords(room.role)}, <TimeText at={room.eta} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Drawer>
  )
}

function Facts({ vessel }: { vessel: VesselDetail }) {
  const measure = (value: number | null, unit = '') =>
    value === null ? null : `${grouped(String(value))}${unit}`
  const facts: [string, ReactNode][] = [
    [
      'IMO number',
      <span key="imo">
        <Mono text={vessel.imo} copy="IMO number" />
        {vessel.imo_verified ? '' : ' (check digit does not fit)'}
      </span>,
    ],
    ['Type', vessel.vessel_type],
    ['Flag', vessel.flag],
    ['Owner', vessel.owner],
    ['Charterer', vessel.charterer],
    ['Length', measure(vessel.length_m, ' m')],
    ['Beam', measure(vessel.beam_m, ' m')],
    ['Draft', measure(vessel.draft_m, ' m')],
    ['Gross tonnage', measure(vessel.gross_tonnage)],
    ['Net tonnage', measure(vessel.net_tonnage)],
    ['Built', vessel.built_year],
    ['Class society', vessel.class_society],
    ['MMSI', vessel.mmsi],
  ]
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [
          <dt key={`${name} name`}>{name}</dt>,
          <dd key={`${name} value`}>{value}</dd>,
        ])}
    </dl>
  )
}
