package io.adbpg.sync.support;

import io.adbpg.sync.settings.Capture;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.provider.EnumSource;

/** Has a test run by each capture that reads a publication: those between which a job can switch. */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@EnumSource(value = Capture.class, mode = EnumSource.Mode.EXCLUDE, names = "TEST_DECODING")
public @interface PublishedCaptures {}
