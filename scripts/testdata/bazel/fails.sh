#!/bin/sh
echo "got 362, want 363"
printf "message with \033[31mred\033[0m ]]> and <b>&amp;</b>\n"
exit 3
