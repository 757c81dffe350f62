/**
 * The job's connections as sockets: when bytes last passed, whether the server still answers, how they are cut, and which
 * certificate they show.
 *
 * <p>What must hold: nobody waits on a socket without a limit, at either end. {@link io.adbpg.sync.link.LinkGuard} looks each
 * second at the {@link io.adbpg.sync.link.Links} of its job. Where a server has kept silent for some seconds it asks it by
 * another connection whether it is still at work for the silent one, and cuts that one if not. A statement may take as long as
 * it needs. A connection that was cut, or on which anything timed out, is closed, so that nobody uses it again.
 *
 * <p>May know: {@code failure}. Who logs in is no business of this package.
 */
package io.adbpg.sync.link;
