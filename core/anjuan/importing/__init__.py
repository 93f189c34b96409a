"""From call records to rows of 骚扰记录: what is listed is kept, everybody else is forgotten."""
