package capture;

import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.pattern.ConverterKeys;
import org.apache.logging.log4j.core.pattern.LogEventPatternConverter;
import org.apache.logging.log4j.core.pattern.PatternConverter;

/** {@code %row} of a Log4j 2 pattern. */
@Plugin(name = "row", category = PatternConverter.CATEGORY)
@ConverterKeys("row")
public final class Log4j2Row extends LogEventPatternConverter {
    private Log4j2Row() {
        super("row", "row");
    }

    public static Log4j2Row newInstance(String[] options) {
        return new Log4j2Row();
    }

    @Override
    public void format(LogEvent event, StringBuilder to) {
        to.append(Row.of(event.getMessage().getFormat(), event.getMessage().getFormattedMessage()));
    }
}
