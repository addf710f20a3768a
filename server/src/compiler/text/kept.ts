const none: readonly never[] = [];

/**
 * A list that is complete, as it is to be kept: an empty one is shared, and a short one loses the room that it had to
 * grow, which is for 17 items after the first. Files have millions of lists, most of them empty.
 */
export function kept<Item>(list: readonly Item[]): readonly Item[] {
  if (list.length === 0) return none;
  return list.length < 12 ? list.slice() : list;
}
