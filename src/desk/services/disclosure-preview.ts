import type { previewDisclosure } from '../../exchange/index.ts';
import type { DisclosurePreview } from '../api/contract.ts';
import { sharedFields, thingHead } from './field-views.ts';

/** A disclosure as its reader will get it, from the very message that would be sent: fields, things without fields, links. */
export function disclosurePreview(message: Awaited<ReturnType<typeof previewDisclosure>>): DisclosurePreview {
  const entities = message.entities.map(({ category, ...entity }) =>
    category === undefined ? entity : { ...entity, category },
  );
  const heads = new Map(entities.map((entity) => [entity.ref, thingHead(entity.ref, entity)]));
  const labelOf = (ref: string): string => heads.get(ref)?.label ?? ref;
  return {
    fields: sharedFields({ entities, relations: message.relations }, message.subjectRef),
    bare: entities
      .filter(({ statements }) => statements.length === 0)
      .map((entity) => thingHead(entity.ref, entity)),
    links: message.relations.map(({ from, to, link, handling }) => ({
      from: labelOf(from),
      to: labelOf(to),
      link,
      handling,
    })),
    handling: message.handling,
    expiresAt: message.keepUntil,
  };
}
