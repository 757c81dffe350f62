/**
 * The sessions of a job. A session is one life of the capture: {@link io.adbpg.sync.session.SessionLoop} takes the job's lock,
 * has {@link io.adbpg.sync.session.Opening} check both ends and bring tables into step, and streams until anything ends the
 * {@link io.adbpg.sync.session.Session}. Then it closes both ends, waits, and opens the next one.
 *
 * <p>What must hold here:
 *
 * <ul>
 *   <li>There is one recovery path, and start-up is that path. A failure rolls back and starts again from the position on the
 *       target; nothing else remembers where the job was.
 *   <li>A change of a table in step is never dropped: what can't be read, or no longer fits, ends the session.
 *   <li>A new job, or an edit of the routes, that can't work is refused before anything is changed; a job under way lets the
 *       table wait and goes on with the others.
 *   <li>Whoever wants something else (another table, a reload, a replay) asks for the next session and never interferes with the
 *       one that runs.
 * </ul>
 *
 * <p>Changes pass {@code SameHistory} (whether the source tells what it told before), {@code ShapedChanges} (as they were before an ALTER TABLE, to as they are after it), then {@code Admission}
 * (whose turn it is), then the assembler. To put a step between, implement {@code TransactionHandler} and chain it in
 * {@code Session.admission}. To look after something else while a session streams, do it as {@code LockWatch} and
 * {@code TableWatch} do: look on a thread of its own, and end the session.
 */
package io.adbpg.sync.session;
