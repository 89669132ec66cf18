package capture;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** A conversion word of a Logback pattern. */
public final class LogbackRow extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return Row.of(event.getMessage(), event.getFormattedMessage());
    }
}
