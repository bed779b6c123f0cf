"""Les écrivains : une description de document entre, des octets sortent."""
