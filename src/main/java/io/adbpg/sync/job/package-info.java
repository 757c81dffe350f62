/**
 * The job as a program: a Camel Main, the beans that its routes name, and the order in which they are made.
 *
 * <p>What must hold: this is the only place that knows all others, so that they need not know each other; objects get what they
 * work with through their constructors, and only what routes or Camel itself look up stands in the registry. The names of those
 * beans are part of the users' route files and stay.
 *
 * <p>To add a bean that routes call: bind it in {@code JobBeans}, and say in {@code src/docs/routes.md} what it does if it is
 * meant for users.
 */
package io.adbpg.sync.job;
