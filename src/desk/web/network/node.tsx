import type { JSX } from 'react';
import type { NetworkNode } from '../../api/contract.ts';
import { badgeOf, ownerClass, useDesk } from '../desk-context.ts';
import { Shape, shapeClass, shapeSize } from '../parts/shape.tsx';
import { useWords } from '../words.ts';
import type { Point } from './canvas-fit.ts';
import type { LabelPlace } from './label-places.ts';
import { scriptOf } from '../parts/script.ts';

interface NodeMarkProps {
  readonly node: NetworkNode;
  readonly at: Point | undefined;
  readonly label: LabelPlace | null;
  readonly on: boolean;
  readonly step: number | null;
  readonly onSelect: () => void;
}

/** A thing: shape is kind, fill is category, hue and letters its owner; brackets mark the chosen one. */
export function NodeMark({ node, at, label, on, step, onSelect }: NodeMarkProps): JSX.Element | null {
  const desk = useDesk();
  if (at === undefined) return null;
  const owner = node.owners[0] ?? desk.agency.id;
  const { w, h } = shapeSize(node);
  return (
    <g
      className={`g-node ${ownerClass(desk, owner)} ${shapeClass(node)}`}
      transform={`translate(${at.x} ${at.y})`}
      onClick={onSelect}
    >
      <circle className="hit-area" r="22" />
      {on && <path className="ring" d="M-22-13V-22H-13M13-22H22V-13M22 13V22H13M-13 22H-22V13" />}
      <Shape kind={node.kind} category={node.category} state={node.state} />
      {label !== null && <Label node={node} place={label} />}
      {step !== null && (
        <g className="g-step" transform={`translate(${w + 2} ${-h - 1})`}>
          <circle r="8" />
          <text>{step}</text>
        </g>
      )}
    </g>
  );
}

function Label({ node, place }: { readonly node: NetworkNode; readonly place: LabelPlace }): JSX.Element {
  const t = useWords();
  const desk = useDesk();
  const letters = node.owners.map((id) => badgeOf(desk, id).letters).join(' ');
  // The category is always written under a person's name; other names stand beside the picture.
  const what =
    node.state === 'sealed'
      ? t('network.sealed.short')
      : node.category !== undefined
        ? t(`category.${node.category}`)
        : node.sub !== ''
          ? node.sub
          : t(`kind.${node.kind}`);
  return (
    <>
      <text className="nm" lang={scriptOf(node.label).lang} x={place.x} y={place.y} textAnchor={place.anchor}>
        {node.label}
      </text>
      <text className="sub-label" x={place.x} y={place.y + 13} textAnchor={place.anchor}>
        <tspan className="ow">{letters}</tspan>
        {node.state === 'masked' ? '' : ` · ${what}`}
      </text>
    </>
  );
}
