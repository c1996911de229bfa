export interface Position {
  readonly x: number;
  readonly y: number;
}

/** The room a node takes with the words under it. */
export const NODE_WIDTH = 110;
export const NODE_HEIGHT = 70;

/** Room the whole picture gets for each node, as a multiple of the node's own. */
const ROOMINESS = 3;

/**
 * The positions, scaled to the room that so many labels need and moved apart where labels would overlap: nodes take
 * their places from the middle outwards, each at the free spot nearest to where it wants to be.
 */
export function spread(wanted: ReadonlyMap<string, Position>): Map<string, Position> {
  const scaled = scaleToRoom(wanted);
  const order = [...scaled].toSorted(
    ([leftId, left], [rightId, right]) => fromMiddle(left) - fromMiddle(right) || (leftId < rightId ? -1 : 1),
  );
  const board = new Board();
  const placed = new Map<string, Position>();
  for (const [id, position] of order) {
    const spot = board.nearestFree(position);
    board.take(spot);
    placed.set(id, spot);
  }
  return placed;
}

function scaleToRoom(wanted: ReadonlyMap<string, Position>): Map<string, Position> {
  const positions = [...wanted.values()];
  const middle = { x: mean(positions.map(({ x }) => x)), y: mean(positions.map(({ y }) => y)) };
  const deviation = Math.sqrt(mean(positions.map(({ x, y }) => (x - middle.x) ** 2 + (y - middle.y) ** 2)));
  // A disc of area A has the root mean square radius √(A / 2π).
  const area = positions.length * NODE_WIDTH * NODE_HEIGHT * ROOMINESS;
  const factor = deviation > 0 ? Math.sqrt(area / (2 * Math.PI)) / deviation : 0;
  return new Map(
    [...wanted].map(([id, { x, y }]) => [
      id,
      // A screen is wider than high, and so is a label.
      { x: Math.round((x - middle.x) * factor * 1.25), y: Math.round((y - middle.y) * factor * 0.8) },
    ]),
  );
}

/** The spots taken so far, by the label-sized field they lie in. */
class Board {
  readonly #fields = new Map<string, Position[]>();

  take(spot: Position): void {
    const key = fieldKey(column(spot), row(spot));
    this.#fields.set(key, [...(this.#fields.get(key) ?? []), spot]);
  }

  /** The wanted spot, or the first free one on growing rectangles around it. */
  nearestFree(wanted: Position): Position {
    for (let ring = 0; ; ring += 1) {
      const free = ringAround(wanted, ring).find((spot) => this.#isFree(spot));
      if (free !== undefined) return free;
    }
  }

  #isFree(spot: Position): boolean {
    for (const across of [-1, 0, 1]) {
      for (const down of [-1, 0, 1]) {
        const near = this.#fields.get(fieldKey(column(spot) + across, row(spot) + down)) ?? [];
        if (near.some((taken) => overlap(taken, spot))) return false;
      }
    }
    return true;
  }
}

/** Spots a third of a label apart on the ring, nearest to the middle first. */
function ringAround({ x, y }: Position, ring: number): Position[] {
  const stepX = Math.ceil(NODE_WIDTH / 3);
  const stepY = Math.ceil(NODE_HEIGHT / 3);
  const spots: Position[] = [];
  for (let across = -ring; across <= ring; across += 1) {
    const edge = Math.abs(across) === ring;
    for (let down = -ring; down <= ring; down += edge ? 1 : 2 * ring)
      spots.push({ x: x + across * stepX, y: y + down * stepY });
  }
  return spots.toSorted(
    (left, right) =>
      distance(left, { x, y }) - distance(right, { x, y }) || left.y - right.y || left.x - right.x,
  );
}

function overlap(left: Position, right: Position): boolean {
  return Math.abs(left.x - right.x) < NODE_WIDTH && Math.abs(left.y - right.y) < NODE_HEIGHT;
}

function column({ x }: Position): number {
  return Math.floor(x / NODE_WIDTH);
}

function row({ y }: Position): number {
  return Math.floor(y / NODE_HEIGHT);
}

function fieldKey(across: number, down: number): string {
  return `${across} ${down}`;
}

function fromMiddle(position: Position): number {
  return distance(position, { x: 0, y: 0 });
}

function distance(left: Position, right: Position): number {
  return Math.hypot(left.x - right.x, left.y - right.y);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
