/**
 * What a job can be told, and where it is told: {@code application.properties}, the environment and {@code -D}.
 *
 * <p>Each setting is declared once, with its key, how its values are written, its default and the sentence that explains it: the
 * job's own in {@link io.adbpg.sync.settings.DeclaredSettings}, the options of Camel's that the job depends on in {@link
 * io.adbpg.sync.settings.CamelOptions}. The keys that are known, the shipped {@code application.properties} and the tables of the
 * documentation follow from there; {@code SettingsPagesTest} holds them to it.
 *
 * <p>What must hold: a key that a file lacks has its documented default, so that a file outlives the version that it was written
 * for; only what nobody can guess has none. An unknown key and a value that is not allowed are refused in one line. A secret is
 * never printed.
 *
 * <p>To add a setting: declare it, put it into its group, give it a component of {@link io.adbpg.sync.settings.Settings}, and run
 * {@code mvn test -Dtest=SettingsPagesTest -Dsettings.write=true}.
 */
package io.adbpg.sync.settings;
