"""Names for the demo company: common ones of many origins, and some that programs stumble over."""

from __future__ import annotations

_FEMALE = (
    "Abigail Aaliyah Adriana Aisha Alice Amara Amelia Ana Anastasia Angela Anika Anjali Astrid Ava Beatriz Bianca Bridget "
    "Camila Carmen Caroline Catherine Charlotte Chidinma Chloe Claire Dalia Daniela Deborah Denise Diana Elena Elif Elizabeth "
    "Emily Emma Esther Fatima Fiona Francesca Freya Gabriela Grace Hannah Harper Helen Ines Ingrid Irene Isabel Ivy Jacqueline "
    "Jasmine Jelena Jia Joanna Julia Kateryna Katherine Keiko Khadija Lakshmi Laura Layla Leila Lena Lily Linh Louise Lucia "
    "Magdalena Mai Margaret Maria Mariam Marta Maya Mei Mia Michelle Monica Nadia Naomi Natalia Nia Nicole Noor Olivia Paula "
    "Phoebe Priya Rachel Rebecca Renee Rosa Ruth Sakura Sara Shanice Shreya Siobhan Sofia Sunita Susan Tamara Teresa Thandiwe "
    "Uma Valentina Vanessa Victoria Wanjiru Xiu Yasmin Yuki Zainab Zoe Zofia"
)
_MALE = (
    "Aaron Abdul Adam Ahmed Alan Alejandro Alexander Amir Andre Andrew Anthony Antonio Arjun Arthur Benjamin Bilal Brandon "
    "Brian Bruno Carlos Chen Chinedu Christopher Daniel Darius David Diego Dmitri Edward Eli Emeka Emmanuel Eric Ethan Farid "
    "Felix Fernando Finn Gabriel George Giovanni Goran Hamid Haruto Hassan Henry Hiroshi Hugo Ibrahim Isaac Ivan Jack Jacob "
    "Jamal James Javier Jerome Jin John Jorge Jose Joseph Joshua Juan Kamal Kevin Kofi Kwame Lars Leo Liam Lucas Luis Malik "
    "Marcus Mario Mark Mateo Matthew Michael Miguel Minh Mohammed Nathan Nikhil Noah Oleksandr Oliver Omar Oscar Patrick Paul "
    "Pedro Peter Rafael Rajesh Ravi Raymond Ricardo Robert Samir Samuel Sandeep Sean Sergei Stefan Stephen Tariq Terrence Thabo "
    "Thomas Tomasz Tyrone Victor Vikram Wei William Xavier Yusuf Zachary"
)
_LAST = (
    "Abbott Abdi Abebe Acosta Adams Adeyemi Aguilar Ahmed Alexander Ali Allen Alvarez Andersen Anderson Arora Baker Balogun "
    "Banerjee Barnes Bauer Becker Bell Bennett Berg Bianchi Boateng Bondarenko Bose Boyd Brennan Brooks Brown Bryant Butler "
    "Campbell Cardoso Carter Castillo Castro Chan Chang Chaudhry Chavez Chen Cho Choi Clark Cohen Coleman Collins Contreras "
    "Cooper Costa Cox Cruz Dang Davis Delgado Desai Diallo Diaz Diop Dixon Douglas Dubois Duncan Edwards Ekström Elliott Ellis "
    "Espinoza Evans Farah Farouk Fernandez Ferrari Fischer Fisher Flores Foster Freeman Fujita Garcia Ghosh Gibson Gomez Gonzalez "
    "Goldberg Gordon Graham Gray Greene Griffin Guerrero Gupta Gutierrez Haddad Hall Hamilton Hansen Harris Hassan Hayashi Hayes "
    "Henderson Hernandez Herrera Hill Hoang Hoffman Horvat Howard Hughes Hussain Huynh Ibrahim Ito Ivanov Iyer Jackson Jansen "
    "Jenkins Jensen Jimenez Johansson Johnson Jones Joshi Kang Kaplan Kapoor Kariuki Kaur Kelly Kennedy Khan Kim Kimura King "
    "Kowalski Kozlov Kumar Kuznetsov Kwon Larsen Le Lee Levy Lewis Li Lim Lin Lindgren Liu Long Lopez Lund Lynch Mahmoud Malhotra "
    "Marino Marshall Martin Martinez Mason Mbeki Mehta Mendoza Mensah Meyer Miller Mitchell Mohamed Molina Morales Moreau Moreno "
    "Morgan Morris Mukherjee Müller Murphy Murray Nair Nakamura Navarro Ndlovu Nelson Nguyen Nielsen Novak Nowak Nwosu Obi Okafor "
    "Okonkwo Oliveira Olsen Ortega Ortiz Osei Owens Owusu Palmer Papadopoulos Park Parker Patel Pavlov Pereira Perez Perry Peters "
    "Petrov Pham Phillips Pierce Popescu Powell Price Qureshi Ramirez Ramos Rao Reddy Reed Reyes Reynolds Ricci Richardson Rivera "
    "Roberts Robinson Rodriguez Rogers Romano Romero Rosen Ross Rossi Ruiz Russell Ryan Saito Salazar Sanchez Sanders Santos Sato "
    "Schmidt Schneider Schwartz Scott Sharma Shaw Shevchenko Silva Simmons Singh Smith Soto Stewart Sullivan Suzuki Takahashi "
    "Tanaka Tan Taylor Thomas Thompson Torres Tran Tsai Tucker Turner Ueda Usman Vargas Vasquez Vega Volkov Vu Wagner Walker Wallace "
    "Walsh Wang Ward Warren Washington Watanabe Watson Weber Webb Weiss West Wheeler White Williams Wilson Wong Wood Woods Wright Wu "
    "Xu Yamamoto Yang Yılmaz Young Yusuf Zhang Zhao Zhou Ziegler"
)
FEMALE, MALE, LAST = (tuple(words.split()) for words in (_FEMALE, _MALE, _LAST))
# Names people really bear that find the weak places of programs: accents, apostrophes, hyphens, particles, one letter,
# one name only, other scripts, right-to-left, very long ones, and names that are words of programs.
UNUSUAL = (
    ("Siobhán", "O’Brien-Nuñez", "female"),
    ("Thị Minh Khai", "Nguyễn", "female"),
    ("Björk Ásta", "Þórsdóttir", "female"),
    ("Jean-Luc", "d’Aubigné", "male"),
    ("Maarten", "van der Meer", "male"),
    ("José María", "de la Cruz y Ortega", "male"),
    ("Null", "Bytheway", "male"),
    ("", "Suharto", "male"),
    ("Yi", "O", "female"),
    ("娜", "李", "female"),
    ("Ольга", "Соколова", "female"),
    ("محمد", "الفارسي", "male"),
    ("नेहा", "शर्मा", "female"),
    ("Łukasz", "Wiśniewski", "male"),
    ("Zoë", "Brontë", "female"),
    ("Hubert", "Wolfeschlegelsteinhausenbergerdorff", "male"),
)
