// What the page shows, in its order. A card is a component that takes all it needs from useStream() or the client.
import type { ComponentType } from 'react';
import { AuditCard } from './AuditCard.tsx';
import { ChartsCard } from './ChartsCard.tsx';
import { ChecksCard } from './ChecksCard.tsx';
import { IndicesCard } from './IndicesCard.tsx';
import { LatencyCard } from './LatencyCard.tsx';
import { PipelineCard } from './PipelineCard.tsx';
import { SlotCard } from './SlotCard.tsx';
import { TablesCard } from './TablesCard.tsx';

export interface OperationsCard {
  id: string;
  Card: ComponentType;
  /** Of the whole width; others stand side by side where there is room. */
  wide: boolean;
}

export const cards: OperationsCard[] = [
  { id: 'pipeline', Card: PipelineCard, wide: true },
  { id: 'charts', Card: ChartsCard, wide: true },
  { id: 'indices', Card: IndicesCard, wide: true },
  { id: 'slot', Card: SlotCard, wide: false },
  { id: 'checks', Card: ChecksCard, wide: false },
  { id: 'latency', Card: LatencyCard, wide: false },
  { id: 'tables', Card: TablesCard, wide: false },
  { id: 'audit', Card: AuditCard, wide: true },
];
