// Loaded into each process that `npm start` starts (node --import): when the supervisor is gone, even by kill -9, the channel to it closes
// and this process is asked to stop, as by the supervisor itself.
const graceMs = 15_000 // what a process may need to finish what it is in the middle of

process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.exit(1), graceMs).unref()
})
process.channel?.unref() // the channel alone keeps nobody running
