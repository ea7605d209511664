(* Certificates of the topic model (arXiv 2303.04245): moments, value matrices, gaps of embeddings, outputs
   from attention masses. Tokens are counted: 0 is [MASK], word w of topic t is t v + w + 1. *)
From mathcomp Require Import ssralg ssrnum ssrint zmodp matrix.
From Lemmascope Require Export tables.
From Lemmascope.topic Require Export topics moments value_matrix.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Definition index T v (i : token T v) : nat := if i is Some (t, w) then (t * v + w).+1 else 0%N.
(* values (i, j, x): M at the tokens counted i and j is x up to the tolerance, in every ordered field *)
Definition certified_tokens T v (M : forall R : realFieldType, token T v -> token T v -> R)
    (tolerance : Q) (cs : seq (nat * nat * Q)) : Prop :=
  forall (R : realFieldType) i j x, List.In (i, j, x) cs ->
  exists a b, [/\ index a = i, index b = j & `|M R a b - Q2R R x| <= Q2R R tolerance].

(* [Model T v tau q mask nu], and the hypotheses of the theorems about it *)
Inductive topic_model := Model of nat & nat & nat & Q & Q & Q.
Definition topic_count (x : topic_model) := let: Model T v tau q mask nu := x in T.
Definition topic_size (x : topic_model) := let: Model T v tau q mask nu := x in v.
Definition admissible (x : topic_model) : Prop :=
  let: Model T v tau q mask nu := x in
  [/\ (0 < v)%N, (0 < tau)%N, (tau < T)%N & forall R : realFieldType,
      [/\ Q2R R q + Q2R R mask + Q2R R nu = 1, 0 < Q2R R q, 0 <= Q2R R mask & 0 <= Q2R R nu]].
(* what certificates state *)
Definition certifies_moments (x : topic_model) tolerance cs : Prop :=
  admissible x /\ let: Model T v tau q mask nu := x in
  certified_tokens (fun R => @shown_moment R T v tau (Q2R R q) (Q2R R mask) (Q2R R nu)) tolerance cs.
(* the optimum for a penalty, its limit, the matrix after steps of descent of a rate *)
Inductive value_instance := Ridge of topic_model & Q | Limit of topic_model
  | Descent of topic_model & Q & nat.
Definition model_of (x : value_instance) :=
  match x with Ridge m _ => m | Limit m => m | Descent m _ _ => m end.
Definition value_at (x : value_instance) (R : realFieldType) :
    token (topic_count (model_of x)) (topic_size (model_of x)) ->
    token (topic_count (model_of x)) (topic_size (model_of x)) -> R :=
  match x with
  | Ridge (Model T v tau q mask nu) la => @ridge_value R T v tau (Q2R R q) (Q2R R mask) (Q2R R la)
  | Limit (Model T v tau q mask nu) => @limit_value R T v (Q2R R q) (Q2R R mask)
  | Descent (Model T v tau q mask nu) eta k =>
      iter k (@descent_step R T v tau (Q2R R q) (Q2R R mask) (Q2R R nu) (Q2R R eta)) (fun _ _ => 0)
  end.
Definition positive_penalty (x : value_instance) : Prop :=
  if x is Ridge _ la then forall R : realFieldType, 0 < Q2R R la else True.
Definition certifies_value (x : value_instance) tolerance cs : Prop :=
  [/\ admissible (model_of x), positive_penalty x & certified_tokens (@value_at x) tolerance cs].
(* [Embedding model W b]: W m + b is the true law for every topic set; the value (i, t, x) is the mean entry
   of word i with its own topic less that with topic t *)
Inductive embedding_instance := Embedding of topic_model & table & seq Q.
Definition entry_at (R : realFieldType) T v (W : table) (i j : token T v) : R :=
  Q2R R (ent W (index i) (index j)).
Definition certifies_gap (x : embedding_instance) tolerance (cs : seq (nat * nat * Q)) : Prop :=
  let: Embedding m W b := x in admissible m /\ let: Model T v tau q mask nu := m in
  forall R : realFieldType, let E := @entry_at R T v W in
  (forall (S : {set 'I_T}) i, #|S| = tau ->
     @apply_value R T v tau (Q2R R q) (Q2R R mask) (Q2R R nu) E S i + Q2R R (vec b (index i))
     = true_law R tau S i) /\
  forall i j y, List.In (i, j, y) cs -> exists (t t' : 'I_T) (w : 'I_v),
    [/\ index (Some (t, w)) = i, t' = j :> nat &
        `|(\sum_w' E (Some (t, w)) (Some (t, w'))) / v%:R
          - (\sum_w' E (Some (t, w)) (Some (t', w'))) / v%:R - Q2R R y| <= Q2R R tolerance].
(* [Masses T v W a a']: two attentions with the same mass on [MASK] and on every topic, under a value matrix
   that is constant on topics; values (i, 0, x) and (i, 1, x) are what they predict at token i *)
Inductive masses_instance := Masses of nat & nat & table & seq Q & seq Q.
Definition certifies_masses (x : masses_instance) tolerance (cs : seq (nat * nat * Q)) : Prop :=
  let: Masses T v W a a' := x in
  forall R : realFieldType, let E := @entry_at R T v W in
  let A b (j : token T v) := Q2R R (vec b (index j)) in
  [/\ forall i t w w', E i (Some (t, w)) = E i (Some (t, w')), A a None = A a' None,
      forall t, \sum_w A a (Some (t, w)) = \sum_w A a' (Some (t, w)) &
      forall i j y, List.In (i, j, y) cs -> exists k : token T v,
        [/\ index k = i, (j < 2)%N & `|\sum_l E k l * A (if j == 0%N then a else a') l - Q2R R y|
                                     <= Q2R R tolerance]].

(* the evaluators *)
Definition topic_at v i := (i.-1 %/ v)%N.
Definition wordsT T v : Q := qmul (qnat T) (qnat v).
Definition contrastT T v i j : Q :=
  if (i == 0)%N || (j == 0)%N then 0%Q
  else qadd (if topic_at v i == topic_at v j then qdiv 1 (qnat v) else 0%Q) (Qopp (qdiv 1 (wordsT T v))).
Definition meanT T v mask i : Q :=
  if (i == 0)%N then mask else qdiv (qadd 1 (Qopp mask)) (wordsT T v).
Definition signalT T v tau q : Q :=
  qdiv (qmul (qmul q q) (qadd (qnat T) (Qopp (qnat tau))))
    (qmul (qmul (qmul (qnat v) (qnat tau)) (qnat T)) (qadd (qnat T) (Qopp 1))).
Definition squareT T v mask : Q :=
  let u := qadd 1 (Qopp mask) in qadd (qmul mask mask) (qdiv (qmul u u) (wordsT T v)).
Definition directionsT T v mask a c i j : Q :=
  qadd (qmul a (if (i == 0)%N then 0%Q else meanT T v mask j)) (qmul c (contrastT T v i j)).
Fixpoint qpow (x : Q) k : Q := if k is k'.+1 then qmul x (qpow x k') else 1%Q.
Definition momentsT (x : topic_model) : table :=
  let: Model T v tau q mask nu := x in let s := signalT T v tau q in
  table_of (T * v).+1 (T * v).+1 (fun i j =>
    qadd (qmul (meanT T v mask i) (meanT T v mask j)) (qmul s (contrastT T v i j))).
Definition shrunk x eta k : Q := qadd 1 (Qopp (qpow (qadd 1 (Qopp (qmul (qmul eta (qnat 2)) x))) k)).
Definition coefficients (x : value_instance) : Q * Q :=
  match x with
  | Ridge (Model T v tau q mask nu) la => let s := signalT T v tau q in
      (qdiv (qdiv 1 (wordsT T v)) (qadd (squareT T v mask) la), qdiv (qdiv s q) (qadd s la))
  | Limit (Model T v tau q mask nu) =>
      (qdiv (qdiv 1 (wordsT T v)) (squareT T v mask), qdiv 1 q)
  | Descent (Model T v tau q mask nu) eta k =>
      (qdiv (qmul (qdiv 1 (wordsT T v)) (shrunk (squareT T v mask) eta k)) (squareT T v mask),
       qdiv (shrunk (signalT T v tau q) eta k) q)
  end.
Definition valueT (x : value_instance) : table :=
  let: Model T v tau q mask nu := model_of x in let ac := coefficients x in
  table_of (T * v).+1 (T * v).+1 (directionsT T v mask ac.1 ac.2).
(* a sum over tokens *)
Definition sum_tokens T v (f : nat -> Q) : Q :=
  qadd (f 0%N) (sums T (fun t => sums v (fun w => f (t * v + w).+1))).
Definition mean_with v (W : table) i t : Q := qdiv (sums v (fun w => ent W i (t * v + w).+1)) (qnat v).
Definition gapT (x : embedding_instance) : table :=
  let: Embedding (Model T v _ _ _ _) W _ := x in
  table_of (T * v).+1 T (fun i t => qadd (mean_with v W i (topic_at v i)) (Qopp (mean_with v W i t))).
Definition massesT (x : masses_instance) : table :=
  let: Masses T v W a a' := x in
  table_of (T * v).+1 2 (fun i j => sum_tokens T v (fun l =>
    qmul (ent W i l) (vec (if j == 0%N then a else a') l))).
(* their hypotheses *)
Definition model_tests (x : topic_model) : seq (bool * string) :=
  let: Model T v tau q mask nu := x in
  [:: ((0 < v)%N, "words"%string); ((0 < tau)%N && (tau < T)%N, "topics per document"%string);
      (Qeq_bool (qadd (qadd q mask) nu) 1, "shares"%string); (~~ Qle_bool q 0, "true share"%string);
      (Qle_bool 0 mask, "mask share"%string); (Qle_bool 0 nu, "random share"%string)].
Definition passed (tests : seq (bool * string)) := all fst tests.
Definition value_tests (x : value_instance) :=
  model_tests (model_of x)
  ++ [:: (if x is Ridge _ la then ~~ Qle_bool la 0 else true, "positive penalty"%string)].
Fixpoint bools n : seq (seq bool) :=
  if n is n'.+1 then [seq b :: s | b <- [:: true; false], s <- bools n'] else [:: [::]].
Definition trueT v tau (S : seq bool) i : Q :=
  if (i == 0)%N then 0%Q
  else if nth false S (topic_at v i) then qdiv 1 (qmul (qnat tau) (qnat v)) else 0%Q.
Definition shownT T v tau q mask nu S j : Q :=
  if (j == 0)%N then mask else qadd (qmul q (trueT v tau S j)) (qdiv nu (wordsT T v)).
Definition fits (x : embedding_instance) :=
  let: Embedding (Model T v tau q mask nu) W b := x in
  all (fun S => (count id S == tau) ==> all (fun i =>
    Qeq_bool (qadd (sum_tokens T v (fun j => qmul (ent W i j) (shownT T v tau q mask nu S j))) (vec b i))
      (trueT v tau S i)) (iota 0 (T * v).+1)) (bools T).
Definition gap_tests (x : embedding_instance) :=
  let: Embedding m W b := x in model_tests m ++ [:: (fits x, "fits every topic set"%string)].
Definition masses_tests (x : masses_instance) : seq (bool * string) :=
  let: Masses T v W a a' := x in
  let mass b t := sums v (fun w => vec b (t * v + w).+1) in
  [:: (all (fun i => all (fun t => all (fun w => all (fun w' =>
         Qeq_bool (ent W i (t * v + w).+1) (ent W i (t * v + w').+1))
       (iota 0 v)) (iota 0 v)) (iota 0 T)) (iota 0 (T * v).+1), "blocks"%string);
      (Qeq_bool (vec a 0) (vec a' 0), "mass on [MASK]"%string);
      (all (fun t => Qeq_bool (mass a t) (mass a' t)) (iota 0 T), "masses on topics"%string)].

Definition check_moments x tolerance cs :=
  let n := (topic_count x * topic_size x).+1 in
  passed (model_tests x) && entries_ok n n (momentsT x) tolerance cs.
Definition refused_moments x tolerance cs :=
  let n := (topic_count x * topic_size x).+1 in
  (failed (model_tests x), wrong_entries n n (momentsT x) tolerance cs).
Definition check_value x tolerance cs :=
  let n := (topic_count (model_of x) * topic_size (model_of x)).+1 in
  passed (value_tests x) && entries_ok n n (valueT x) tolerance cs.
Definition refused_value x tolerance cs :=
  let n := (topic_count (model_of x) * topic_size (model_of x)).+1 in
  (failed (value_tests x), wrong_entries n n (valueT x) tolerance cs).
Definition gap_shape (x : embedding_instance) :=
  let: Embedding (Model T v _ _ _ _) _ _ := x in ((T * v).+1, T).
(* [MASK] has no topic of its own *)
Definition is_word_gap (c : nat * nat * Q) := (0 < c.1.1)%N.
Definition check_gap x tolerance cs :=
  [&& passed (gap_tests x), all is_word_gap cs &
      entries_ok (gap_shape x).1 (gap_shape x).2 (gapT x) tolerance cs].
Definition refused_gap x tolerance cs :=
  (failed (gap_tests x ++ [:: (all is_word_gap cs, "words only"%string)]),
   wrong_entries (gap_shape x).1 (gap_shape x).2 (gapT x) tolerance cs).
Definition masses_rows (x : masses_instance) := let: Masses T v _ _ _ := x in (T * v).+1.
Definition check_masses x tolerance cs :=
  passed (masses_tests x) && entries_ok (masses_rows x) 2 (massesT x) tolerance cs.
Definition refused_masses x tolerance cs :=
  (failed (masses_tests x), wrong_entries (masses_rows x) 2 (massesT x) tolerance cs).

(* ---------- statements ---------- *)
(** theorem topic/CertifiedMoments
    says: If the checker accepts claimed second moments of a model, the model meets the hypotheses of the
      theorems and every one is within the tolerance of the mean over topic sets.
    leaves out: The instance is read from rational numbers; with tolerance 0 the values are exact. The
      evaluator uses topic/MomentsHaveTwoDirections.
    supports: topic/moments-have-two-directions *)
Definition CertifiedMoments_statement : Prop :=
  forall x tolerance cs, check_moments x tolerance cs = true -> certifies_moments x tolerance cs.
(** theorem topic/CertifiedValue
    says: If the checker accepts claimed entries of a ridge value matrix, of its limit or of a matrix after
      steps of descent, the model meets the hypotheses and every entry is within the tolerance.
    leaves out: The instance is read from rational numbers; with tolerance 0 the values are exact. For
      descent the evaluator uses topic/ValueDescentHasTwoRates; that the others are optimal is what the
      theorems of theirs say.
    supports: topic/value-matrix-has-two-directions topic/value-matrix-limit-is-least-norm
      topic/value-matrix-signs topic/value-descent-has-two-rates *)
Definition CertifiedValue_statement : Prop :=
  forall x tolerance cs, check_value x tolerance cs = true -> certifies_value x tolerance cs.
(** theorem topic/CertifiedGap
    says: If the checker accepts claimed gaps of a matrix with an offset, they fit every topic set and every
      gap is within the tolerance of what the matrix has.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact. Every
      topic set is gone through.
    supports: topic/embedding-gap-is-one-over-qv *)
Definition CertifiedGap_statement : Prop :=
  forall x tolerance cs, check_gap x tolerance cs = true -> certifies_gap x tolerance cs.
(** theorem topic/CertifiedMasses
    says: If the checker accepts claimed predictions of two attentions, these have the same masses, the
      value matrix is constant on topics, and every prediction is within the tolerance.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact.
    supports: topic/only-topic-mass-matters *)
Definition CertifiedMasses_statement : Prop :=
  forall x tolerance cs, check_masses x tolerance cs = true -> certifies_masses x tolerance cs.

(* ---------- proofs ---------- *)
Lemma token_index T v i : (i < (T * v).+1)%N -> exists a : token T v, index a = i.
Proof.
case: i => [|k] kn; first by exists None.
have v0 : (0 < v)%N by case: v kn => //; rewrite muln0 ltnS ltn0.
have tT : (k %/ v < T)%N by rewrite ltn_divLR.
have wv : (k %% v < v)%N by rewrite ltn_mod.
by exists (Some (Ordinal tT, Ordinal wv)); rewrite /= -divn_eq.
Qed.
Lemma index_lt T v (a : token T v) : (index a < (T * v).+1)%N.
Proof.
case: a => [[t w]|] //=; rewrite ltnS.
by apply: (@leq_trans (t.+1 * v)); [rewrite mulSn addnC ltn_add2r|rewrite leq_mul2r ltn_ord orbT].
Qed.
Lemma topic_atE T v (t : 'I_T) (w : 'I_v) : topic_at v (t * v + w).+1 = t.
Proof. by rewrite /topic_at /= divnMDl ?divn_small ?addn0 //; case: v w => // -[]. Qed.
Lemma word_index T v (t : 'I_T) (w : 'I_v) : (t * v + w < T * v)%N.
Proof. exact: (index_lt (Some (t, w))). Qed.
Lemma passed_cat tests b s : passed (tests ++ [:: (b, s)]) = passed tests && b.
Proof. by rewrite /passed all_cat /= andbT. Qed.
Lemma passed3 a b c s t u : passed [:: (a, s); (b, t); (c, u)] = [&& a, b & c].
Proof. by rewrite /passed /= andbT. Qed.

Section Evaluators.
Variable R : realFieldType.
Notation h := (Q2R R).
Lemma sub1P x : h (qadd 1 (Qopp x)) = 1 - h x. Proof. by rewrite hadd Q2RN Q2R1. Qed.
Lemma wordsP T v : h (wordsT T v) = words R T v. Proof. by rewrite hmul !Q2R_nat. Qed.
Lemma contrastP T v (i j : token T v) : h (contrastT T v (index i) (index j)) = contrast R i j.
Proof.
case: i j => [[t w]|] [[t' w']|]; rewrite /contrastT /= ?Q2R0 //.
rewrite !topic_atE hadd Q2RN hdiv Q2R1 wordsP div1r; congr (_ - _).
by rewrite -val_eqE /=; case: (_ == _); rewrite ?mul0r ?Q2R0 // hdiv Q2R1 Q2R_nat.
Qed.
Lemma meanP T v mask (i : token T v) : h (meanT T v mask (index i)) = mean_law (h mask) i.
Proof. by case: i => [[t w]|] //=; rewrite /meanT /= hdiv sub1P wordsP. Qed.
Lemma signalP T v tau q : h (signalT T v tau q) = signal T v tau (h q).
Proof. by rewrite /signalT hdiv !hmul hadd Q2RN hadd Q2RN Q2R1 !Q2R_nat /signal expr2. Qed.
Lemma squareP T v mask : (0 < v)%N -> (1 < T)%N -> h (squareT T v mask) = mean_square T v (h mask).
Proof.
by move=> v0 T1; rewrite (mean_squareE _ v0 T1) /squareT hadd hdiv wordsP hmul hmul sub1P !expr2.
Qed.
Lemma directionsP T v mask a c (i j : token T v) :
  h (directionsT T v mask a c (index i) (index j)) = two_directions (h mask) (h a) (h c) i j.
Proof.
rewrite /directionsT hadd !hmul contrastP /two_directions; congr (_ * _ + _).
by case: i => [[t w]|] /=; rewrite ?mul0r ?Q2R0 // mul1r meanP.
Qed.
Lemma qpowP x k : h (qpow x k) = h x ^+ k.
Proof. by elim: k => [|k IH]; rewrite ?Q2R1 //= hmul IH exprS. Qed.
Lemma shrunkP x eta k : h (shrunk x eta k) = 1 - (1 - h eta * 2%:R * h x) ^+ k.
Proof. by rewrite /shrunk sub1P qpowP sub1P !hmul Q2R_nat. Qed.
Lemma sum_tokensP T v f : h (sum_tokens T v f) = \sum_(j : token T v) h (f (index j)).
Proof.
rewrite sum_token hadd Q2R_sums; congr (_ + _); apply: eq_bigr => t _.
by rewrite Q2R_sums.
Qed.
Lemma trueP T v tau (S : {set 'I_T}) (i : token T v) :
  h (trueT v tau [seq t \in S | t <- enum 'I_T] (index i)) = true_law R tau S i.
Proof.
case: i => [[t w]|]; rewrite /trueT /= ?Q2R0 //.
rewrite topic_atE (nth_map t) ?size_enum_ord // nth_ord_enum.
by case: (t \in S); rewrite ?mul0r ?Q2R0 // hdiv hmul Q2R1 !Q2R_nat.
Qed.
Lemma shownP T v tau q mask nu (S : {set 'I_T}) (i : token T v) :
  h (shownT T v tau q mask nu [seq t \in S | t <- enum 'I_T] (index i))
  = shown_law tau (h q) (h mask) (h nu) S i.
Proof.
have := trueP tau S i; rewrite /shownT; case: i => [[t w]|] //= E.
by rewrite hadd hmul E hdiv wordsP.
Qed.
Lemma mean_withP T v W (i : token T v) (t : 'I_T) :
  h (mean_with v W (index i) t) = (\sum_w' entry_at R W i (Some (t, w'))) / v%:R.
Proof. by rewrite /mean_with hdiv Q2R_sums Q2R_nat. Qed.
End Evaluators.

Lemma certified_at T v f (M : forall R : realFieldType, token T v -> token T v -> R) tolerance cs :
  (forall R a b, Q2R R (f (index a) (index b)) = M R a b) ->
  entries_ok (T * v).+1 (T * v).+1 (table_of (T * v).+1 (T * v).+1 f) tolerance cs ->
  certified_tokens M tolerance cs.
Proof.
move=> E A; set n := (T * v).+1 in A.
have C := certified_entries (M := fun R => mxof R n n (table_of n n f)) (fun=> erefl) A.
move=> R i j x /(C R)[i' [j' [-> -> le]]].
have [a ia] := token_index (ltn_ord i'); have [b jb] := token_index (ltn_ord j').
by exists a, b; split=> //; move: le; rewrite mxE ent_table -ia -jb E.
Qed.
Lemma tests_admissible x : passed (model_tests x) -> admissible x.
Proof.
case: x => T v tau q mask nu /=; rewrite andbT.
case/and5P=> v0 /andP[t0 tT] sh q0 /andP[m0 n0]; split=> // R.
split; [|exact: h_gt0|by rewrite -(Q2R0 R); apply: Q2R_le|by rewrite -(Q2R0 R); apply: Q2R_le].
by have := heq R sh; rewrite !hadd Q2R1.
Qed.
Lemma moments_certificate x tolerance cs :
  check_moments x tolerance cs = true -> certifies_moments x tolerance cs.
Proof.
case: x => T v tau q mask nu /andP[/tests_admissible H A]; split=> //.
case: H => v0 t0 tT H; apply: certified_at A => R a b; have [sh q0 _ _] := H R.
have T1 : (1 < T)%N by apply: leq_ltn_trans tT.
rewrite hadd hmul [X in _ + X]hmul !meanP signalP contrastP.
by rewrite (shown_momentE v0 t0 (ltnW tT) T1 sh) // gt_eqF.
Qed.
Lemma value_certificate x tolerance cs :
  check_value x tolerance cs = true -> certifies_value x tolerance cs.
Proof.
case/andP; rewrite /value_tests passed_cat => /andP[/tests_admissible H P] A.
split=> //; first by case: x P {A H} => [m la|m|m eta k] //= P R; apply: h_gt0.
case: x A H {P} => [[T v tau q mask nu] la|[T v tau q mask nu]|[T v tau q mask nu] eta k] A;
  case=> v0 t0 tT H; apply: certified_at A => R a b; have [sh q0 _ _] := H R;
  have T1 : (1 < T)%N by apply: leq_ltn_trans tT.
- rewrite directionsP /= /ridge_value; congr two_directions.
    by rewrite hdiv hdiv hadd squareP // wordsP Q2R1 div1r.
  by rewrite hdiv hdiv hadd signalP.
- rewrite directionsP /= /limit_value; congr two_directions.
    by rewrite hdiv hdiv squareP // wordsP Q2R1 div1r.
  by rewrite hdiv Q2R1 div1r.
- have qn : Q2R R q != 0 by rewrite gt_eqF.
  have V := @ValueDescentHasTwoRates R T v tau (Q2R R q) (Q2R R mask) (Q2R R nu) (Q2R R eta)
    v0 t0 tT sh qn k a b.
  rewrite directionsP; apply: (etrans _ (esym V)); congr two_directions.
    by rewrite hdiv hmul shrunkP squareP // hdiv wordsP Q2R1 div1r.
  by rewrite hdiv shrunkP signalP.
Qed.
Lemma boolsP n s : size s = n -> s \in bools n.
Proof.
elim: n s => [|n IH] [|b s] //= [/IH h].
by rewrite cats0 mem_cat; case: b; apply/orP; [left|right]; apply: map_f.
Qed.
Lemma count_set T (S : {set 'I_T}) : count id [seq t \in S | t <- enum 'I_T] = #|S|.
Proof. by rewrite count_map cardE -size_filter; congr size; rewrite enumT; apply: eq_filter. Qed.
Lemma gap_certificate x tolerance cs :
  check_gap x tolerance cs = true -> certifies_gap x tolerance cs.
Proof.
case: x => [[T v tau q mask nu] W b] /and3P[].
rewrite /gap_tests passed_cat => /andP[ok F] words A; split; first exact: tests_admissible.
move=> R E; split=> [S i c|].
  have sz : size [seq t \in S | t <- enum 'I_T] = T by rewrite size_map size_enum_ord.
  have := allP F _ (boolsP sz); rewrite count_set c eqxx implyTb => /allP fit.
  have := fit (index i); rewrite mem_iota add0n index_lt => /(_ isT) /(heq R).
  rewrite hadd sum_tokensP trueP => <-; congr (_ + _); apply: eq_bigr => j _.
  by rewrite hmul shownP.
have C := certified_entries (M := fun R => mxof R (T * v).+1 T (gapT (Embedding (Model T v tau q mask nu) W b)))
  (fun=> erefl) A.
move=> i j y In; have /(C R)[i' [j' [Ei Ej le]]] := In.
have i0 : (0 < i)%N.
  by elim: cs words In {A C} => //= d cs IH /andP[dw /IH h] [e|/h]; first by rewrite e in dw.
have [[[t w]|] ia] := token_index (ltn_ord i'); last by rewrite Ei -ia in i0.
exists t, j', w; split=> //; first by rewrite ia.
move: le; rewrite mxE ent_table -ia hadd Q2RN topic_atE.
by rewrite (mean_withP R W (Some (t, w)) t) (mean_withP R W (Some (t, w)) j').
Qed.
Lemma masses_certificate x tolerance cs :
  check_masses x tolerance cs = true -> certifies_masses x tolerance cs.
Proof.
case: x => T v W a a' /andP[]; rewrite /masses_tests passed3 => /and3P[P1 P2 P3] A R E B.
have io n k : (k < n)%N -> k \in iota 0 n by rewrite mem_iota add0n.
split=> [i t w w'||t|i j y].
- have /allP/(_ _ (io _ _ (index_lt i)))/allP/(_ _ (io _ _ (ltn_ord t))) := P1.
  by move=> /allP/(_ _ (io _ _ (ltn_ord w)))/allP/(_ _ (io _ _ (ltn_ord w')))/(heq R).
- exact: (heq R P2).
- have /allP/(_ _ (io _ _ (ltn_ord t)))/(heq R) := P3.
  by rewrite !Q2R_sums.
have C := certified_entries (M := fun R => mxof R (T * v).+1 2 (massesT (Masses T v W a a')))
  (fun=> erefl) A.
move=> /(C R)[i' [j' [-> -> le]]]; have [k ik] := token_index (ltn_ord i').
exists k; split=> //; move: le; rewrite mxE ent_table -ik sum_tokensP.
rewrite (_ : \sum_j0 Q2R R _ = \sum_l E k l * B (if j' == 0%N :> nat then a else a') l) //.
by apply: eq_bigr => l _; rewrite hmul.
Qed.
Theorem CertifiedMoments : CertifiedMoments_statement.
Proof. exact: moments_certificate. Qed.
Theorem CertifiedValue : CertifiedValue_statement.
Proof. exact: value_certificate. Qed.
Theorem CertifiedGap : CertifiedGap_statement.
Proof. exact: gap_certificate. Qed.
Theorem CertifiedMasses : CertifiedMasses_statement.
Proof. exact: masses_certificate. Qed.
