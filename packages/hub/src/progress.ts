/** One line on a terminal that is written over; silent where nobody watches. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr) {
  let shownAt = 0;
  return {
    show(text: string) {
      const now = performance.now();
      if (!stream.isTTY || now - shownAt < 100) return;
      shownAt = now;
      stream.write(`\r\u001b[2K${text}`);
    },
    clear() {
      if (stream.isTTY) stream.write("\r\u001b[2K");
    },
  };
}
