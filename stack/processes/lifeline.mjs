// Preloaded into programs that are not ours (next): ends the process when the one that started it is gone, even by kill -9.
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) process.exit(1)
}, 500).unref()
