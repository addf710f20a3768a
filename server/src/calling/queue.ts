/** First in, first out. */
export interface Queue<Item> {
  readonly add: (item: Item) => void;
  /** Undefined when there is none. */
  readonly take: () => Item | undefined;
}

/** An empty queue; however long it gets, each takes the same time. */
export function queue<Item>(): Queue<Item> {
  let items: Item[] = [];
  let at = 0;
  return {
    add: item => {
      items.push(item);
    },
    take: () => {
      const item = items[at];
      if (at < items.length) at += 1;
      // At least half of them are gone, so that each is moved once on average.
      if (at * 2 >= items.length) {
        items = items.slice(at);
        at = 0;
      }
      return item;
    },
  };
}
