/**
 * The precheck: finds out whether the job can work, before it starts and whenever it is asked for. Route {@code precheck} calls
 * one bean after the other; each takes the {@link io.adbpg.sync.precheck.PrecheckRun} and adds
 * {@link io.adbpg.sync.precheck.Finding}s to it.
 *
 * <p>What must hold here:
 *
 * <ul>
 *   <li>It changes nothing on either end. What a check tries on the target is rolled back.
 *   <li>A finding says what was found, what is needed, and the statement or setting that corrects it, ready to copy.
 *   <li>A refusal here is the same as where the job itself refuses: both ask the same class, such as {@code SlotState} or
 *       {@code Account}, and never have two texts.
 *   <li>Questions are asked once for all tables, not table by table.
 * </ul>
 *
 * <p>To add a check: write a bean with a method {@code check(@Body PrecheckRun run)}, bind it in {@code JobBeans}, and call it in
 * {@code routes/precheck.camel.yaml}. Inside, {@code run.check(name, subject, needed, …)} turns the answer, a refusal or a failure
 * into a finding. It must pass over what is missing because an end did not answer.
 */
package io.adbpg.sync.precheck;
