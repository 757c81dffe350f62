package io.adbpg.sync.settings;

import java.util.List;

/**
 * Settings that stand together wherever they are documented.
 *
 * @param title what they are about
 */
record SettingGroup(String title, List<Setting<?>> settings) {}
